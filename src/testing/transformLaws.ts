import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { apply } from '../augment/apply.ts'
import type { Unit } from '../codec/index.ts'
import { type Raster, raster } from '../image/raster.ts'
import type { Transform } from '../kind/transform/transform.ts'
import { fold, type Key, keyOf } from '../prelude/key.ts'
import { integer, uniforms } from '../prelude/random.ts'
import { arbitrary } from './arbitrary.ts'
import { paramsOf } from './paramsOf.ts'

type TransformUnit<P> = Unit<'transform', Transform, P>

/** One use of a transform: valid parameters, an image, and a key. */
export interface TransformCase<P> {
  readonly params: P
  readonly image: Raster
  readonly key: Key
}

/** An image with random sides of 4 to 15 pixels, so that no transform relies on squares. */
const imageOf = (seed: number): Raster => {
  const key = keyOf(seed)
  const [width, height] = [4 + integer(fold(key, 'width'), 12), 4 + integer(fold(key, 'height'), 12)]
  return raster(width, height, 3, Uint8Array.from(uniforms(key, 3 * width * height, 0, 256)))
}

/** Random uses of a transform. */
export const transformCase = <P>(transform: TransformUnit<P>): fc.Arbitrary<TransformCase<P>> =>
  fc
    .tuple(arbitrary(paramsOf(transform)), fc.nat(), fc.nat())
    .map(([params, seed, key]) => ({ params, image: imageOf(seed), key: keyOf(key) }))

/** Law: a draw depends only on the key and the size. */
export const drawsFromKey =
  <P>({ use }: TransformUnit<P>) =>
  ({ params, image, key }: TransformCase<P>): boolean =>
    isDeepStrictEqual(use(params).draw(key, image), use(params).draw(key, { width: image.width, height: image.height }))

/** Law: the result has the size that the transform declares, and as many channels as the image. */
export const keepsSize =
  <P>({ use }: TransformUnit<P>) =>
  ({ params, image, key }: TransformCase<P>): boolean => {
    const transform = use(params)
    const result = apply(transform.draw(key, image))(image)
    const declared = transform.outputSize === undefined ? image : transform.outputSize(image)
    return (
      result.channels === image.channels &&
      result.data.length === result.width * result.height * result.channels &&
      (declared === null || (result.width === declared.width && result.height === declared.height))
    )
  }

/** Law: a transform does not change the image. */
export const keepsImage =
  <P>({ use }: TransformUnit<P>) =>
  ({ params, image, key }: TransformCase<P>): boolean => {
    const before = image.data.slice()
    apply(use(params).draw(key, image))(image)
    return isDeepStrictEqual(image.data, before)
  }

/**
 * Law: a draw has exactly the targets that its transform declares: a class below the size, or that many
 * numbers.
 */
export const writesTargets =
  <P>({ use }: TransformUnit<P>) =>
  ({ params, image, key }: TransformCase<P>): boolean => {
    const { draw, targets = [] } = use(params)
    const written = draw(key, image).targets
    return (
      isDeepStrictEqual(Object.keys(written).sort(), targets.map(({ field }) => field).sort()) &&
      targets.every(({ field, kind, size }) => {
        const value = written[field]
        return kind === 'category'
          ? typeof value === 'number' && value >= 0 && value < size
          : Array.isArray(value) && value.length === size
      })
    )
  }
