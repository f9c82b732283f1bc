import type { Size } from '../../../image/size.ts'
import type { Border } from './border.ts'
import type { Matrix } from './matrix.ts'

/** `nearest` takes one pixel; `bilinear` weighs four. */
export type Interpolation = 'nearest' | 'bilinear'

/**
 * One canvas that a warp looks at.
 *
 * The matrix maps points to the canvas, `from` is its size, and `border` is what lies beyond its edge.
 */
export interface Link {
  readonly matrix: Matrix
  readonly from: Size
  readonly border: Border
}

/**
 * A change of coordinates: every output pixel looks through the links, in order, to one point of the source.
 *
 * A plain warp has one link. A fused warp keeps one link for each canvas whose border can show, so that one
 * resampling gives the picture that several would give: beyond the edge of an intermediate canvas lies the
 * border of that canvas, not what the source holds there.
 */
export interface Warp {
  readonly kind: 'warp'
  readonly size: Size
  readonly interpolation: Interpolation
  readonly links: readonly Link[]
}

/** A warp of a picture of size `from` to one of size `size`, by default the same size. */
export const warp = (
  matrix: Matrix,
  from: Size,
  {
    size = from,
    border,
    interpolation,
  }: { readonly size?: Size; readonly border: Border; readonly interpolation: Interpolation },
): Warp => ({
  kind: 'warp',
  size: { width: size.width, height: size.height },
  interpolation,
  links: [{ matrix, from: { width: from.width, height: from.height }, border }],
})
