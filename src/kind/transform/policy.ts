import type * as t from 'io-ts'
import { either, list, tagged } from '../../codec/index.ts'
import { transforms } from './transforms.ts'

const transform = tagged('a transform', transforms)

/**
 * How one view of a picture is made: a transform (`cropFlip`, or `{ cropFlip: { flip: 0 } }`), or a list of them, applied in order.
 *
 * The empty list shows the picture as it is.
 */
export const policy = either('a transform or a list of transforms', transform, list(transform))

export type Policy = t.TypeOf<typeof policy>
