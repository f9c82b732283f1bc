import { blockedImage, image } from './layout.ts'
import type { Layout } from './primitives.ts'
import type { Extents } from './tensorData.ts'

/**
 * How the values of a float tensor lie: in the order of tfjs in float32 or rounded to bfloat16, or (images only, their
 * channels a multiple of 16) in float32 in blocks of 16 channels, on which the fastest convolutions work.
 */
export type Form = 'float32' | 'bfloat16' | 'blocked'

/** The type of an element. */
export const typeOf = (form: Form): 'float32' | 'bfloat16' => (form === 'bfloat16' ? 'bfloat16' : 'float32')

/** The layout of an image. */
export const imageIn = (extents: Extents, form: Form, channelsLast = true): Layout =>
  form === 'blocked' ? blockedImage(extents) : image(extents, channelsLast, form)
