import type { Draw } from '../../augment/draw.ts'
import { type Applied, kind } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import type { Key } from '../../prelude/key.ts'

/** A field that a transform writes: its choice among several (a class), or the numbers of its draw. */
export interface TransformTarget {
  readonly field: string
  readonly kind: 'category' | 'vector'
  /** How many classes, or how many numbers. */
  readonly size: number
}

/** A random operator on images. */
export interface Transform {
  /**
   * Draws one outcome.
   *
   * Law: deterministic in the key.
   *
   * @param size the size of the image that the draw will change
   */
  readonly draw: (key: Key, size: Size) => Draw
  /** The size of every result, or null if it depends on the draw; absent if it is the size of the image. */
  readonly outputSize?: (size: Size) => Size | null
  /** The targets that its draws write; none if absent. */
  readonly targets?: readonly TransformTarget[]
}

export type AppliedTransform = Applied<'transform', Transform>

/** Declares a transform. */
export const defineTransform = kind<'transform', Transform>('transform')

/** The only target of a transform; none if the field is null. */
export const targetIn = (
  field: string | null,
  kind: TransformTarget['kind'],
  size: number,
): readonly TransformTarget[] => (field === null ? [] : [{ field, kind, size }])
