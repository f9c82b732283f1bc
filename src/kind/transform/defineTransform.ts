import type { Draw } from '../../augment/draw.ts'
import type { Codec } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import type { Key } from '../../prelude/key.ts'

/** One random operator on pictures: what a pipeline file may say about it, and how its outcomes are drawn. */
export interface Transform<Name extends string, Params> {
  readonly name: Name
  readonly summary: string
  readonly params: Codec<Params>
  /** Law: deterministic in the key. The size is that of the picture the draw will be applied to. */
  readonly draw: (params: Params) => (key: Key, size: Size) => Draw
  /** The size of every result, or null where it depends on the draw; left out where it is the size of the picture. */
  readonly outputSize?: (params: Params, size: Size) => Size | null
  /** Of what it tells about itself: how many classes, or how many numbers. */
  readonly targetSize?: number
}

/** Declares a random operator; it becomes known to policies by a line in `transforms.ts`. */
export const defineTransform = <const Name extends string, Params>(
  transform: Transform<Name, Params>,
): Transform<Name, Params> => transform
