import type { Draw } from '../../augment/draw.ts'
import type { Size } from '../../image/size.ts'

/** The size of the result of a draw on an image of one size. */
export const sizeAfter = ({ primitives }: Draw, size: Size): Size =>
  primitives.findLast((primitive) => primitive.kind === 'warp')?.size ?? size
