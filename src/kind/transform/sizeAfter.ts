import type { Draw } from '../../augment/draw.ts'
import type { Size } from '../../image/size.ts'

/** The size of the picture that a draw makes of a picture of the given size. */
export const sizeAfter = ({ primitives }: Draw, size: Size): Size =>
  primitives.findLast((primitive) => primitive.kind === 'warp')?.size ?? size
