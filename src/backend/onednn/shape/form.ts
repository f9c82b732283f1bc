import type { Layout } from '../capi/descriptor.ts'
import { blockedImage, type Extents, image } from './layout.ts'

/**
 * How the values of a float tensor lie in memory.
 *
 * - `float32`, `bfloat16`: in the order of tfjs.
 * - `blocked`, `blockedBfloat16`: in blocks of 16 channels, for the fastest kernels. Only for images whose
 *   channels are a multiple of 16.
 */
export type Form = 'float32' | 'bfloat16' | 'blocked' | 'blockedBfloat16'

/** The element type of a form. */
export const typeOf = (form: Form): 'float32' | 'bfloat16' =>
  form === 'bfloat16' || form === 'blockedBfloat16' ? 'bfloat16' : 'float32'

/** Whether a form holds blocks, which belong to one shape of image. */
export const isBlocked = (form: Form): form is 'blocked' | 'blockedBfloat16' =>
  form === 'blocked' || form === 'blockedBfloat16'

/** The layout of an image in a form. */
export const imageIn = (extents: Extents, form: Form, channelsLast = true): Layout =>
  isBlocked(form) ? blockedImage(extents, typeOf(form)) : image(extents, channelsLast, typeOf(form))
