import { batch } from './batch.ts'
import { zip } from './zip.ts'

/** Every join, listed by hand. */
export const joins = { batch, zip } as const
