import type { Size } from '../image/index.ts'
import type { Draw } from './draw.ts'

/** The size of the picture that a draw makes of a picture of the given size. */
export const sizeAfter = ({ primitives }: Draw, size: Size): Size =>
  primitives.findLast((primitive) => primitive.kind === 'warp')?.size ?? size
