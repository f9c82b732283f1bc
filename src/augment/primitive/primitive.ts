import type { Blur } from './blur.ts'
import type { Color } from './color.ts'
import type { Erase } from './erase.ts'
import type { AutoContrast, Contrast, Equalize } from './histogram.ts'
import type { Hsv } from './hsv.ts'
import type { Kernel } from './kernel.ts'
import type { Lookup } from './lookup.ts'
import type { Warp } from './warp/warp.ts'

/** The elementary transforms that make up every draw. Plain data. */
export type Primitive = Warp | Lookup | Color | Hsv | Equalize | AutoContrast | Contrast | Kernel | Blur | Erase
