import type { Layout } from '../capi/descriptor.ts'
import { blockedImage, type Extents, image } from './layout.ts'

/**
 * How the values of a float tensor lie: in the order of tfjs in float32 or rounded to bfloat16, or (images only, their
 * channels a multiple of 16) in blocks of 16 channels in either type, on which the fastest kernels work.
 */
export type Form = 'float32' | 'bfloat16' | 'blocked' | 'blockedBfloat16'

/** The type of an element. */
export const typeOf = (form: Form): 'float32' | 'bfloat16' =>
  form === 'bfloat16' || form === 'blockedBfloat16' ? 'bfloat16' : 'float32'

/** Whether only images of one shape can lie so. */
export const isBlocked = (form: Form): form is 'blocked' | 'blockedBfloat16' =>
  form === 'blocked' || form === 'blockedBfloat16'

/** The layout of an image. */
export const imageIn = (extents: Extents, form: Form, channelsLast = true): Layout =>
  isBlocked(form) ? blockedImage(extents, typeOf(form)) : image(extents, channelsLast, typeOf(form))
