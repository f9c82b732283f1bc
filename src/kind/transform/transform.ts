import type { Draw } from '../../augment/draw.ts'
import { type Applied, kind } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import type { Key } from '../../prelude/key.ts'

/** A field that a transform writes: which of several things it did (a class), or the numbers of its draw. */
export interface TransformTarget {
  readonly field: string
  readonly kind: 'category' | 'vector'
  /** How many classes, or how many numbers. */
  readonly size: number
}

/** A random operator on images. */
export interface Transform {
  /** Law: deterministic in the key. The size is that of the image the draw will be applied to. */
  readonly draw: (key: Key, size: Size) => Draw
  /** The size of every result, or null where it depends on the draw; left out where it is the size of the image. */
  readonly outputSize?: (size: Size) => Size | null
  /** What its draws write down; nothing when left out. */
  readonly targets?: readonly TransformTarget[]
}

export type AppliedTransform = Applied<'transform', Transform>

/** Declares a transform. */
export const defineTransform = kind<'transform', Transform>('transform')

/** The target of a transform that writes one where a file asks for it. */
export const targetIn = (
  field: string | null,
  kind: TransformTarget['kind'],
  size: number,
): readonly TransformTarget[] => (field === null ? [] : [{ field, kind, size }])
