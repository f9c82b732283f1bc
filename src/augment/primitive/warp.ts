import type { Size } from '../../image/size.ts'
import type { Border } from './border.ts'
import type { Matrix } from './matrix.ts'

/** `nearest` takes one pixel; `bilinear` weighs four. */
export type Interpolation = 'nearest' | 'bilinear'

/** One canvas that a warp looks at: the matrix leads to it, `from` is its size, and `border` what lies beyond its edge. */
export interface Link {
  readonly matrix: Matrix
  readonly from: Size
  readonly border: Border
}

/**
 * A change of coordinates: every output pixel looks through the links, in order, to one point of the source.
 *
 * A warp has one link. Fused warps keep one link for each canvas whose border can be seen, so that one resampling shows what several
 * would: beyond the edge of an intermediate canvas lies that canvas's border, not what the source holds there.
 */
export interface Warp {
  readonly kind: 'warp'
  readonly size: Size
  readonly interpolation: Interpolation
  readonly links: readonly Link[]
}

/** A warp of a picture of size `from` to one of size `size`. */
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
