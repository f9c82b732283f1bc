import type { Key } from '../../../prelude/key.ts'
import { normals, uniforms } from '../../../prelude/random.ts'

/** The first values of a parameter, from its key. */
export type Values = (key: Key, count: number) => Float32Array

/**
 * Normal values with variance 2 / fan, which keeps the scale of activations through rectifiers.
 *
 * Paper: He et al., ICCV 2015, eq. 10 (fan in) and 14 (fan out).
 */
export const heNormal =
  (fan: number): Values =>
  (key, count) => {
    const deviation = Math.sqrt(2 / fan)
    return normals(key, count).map((value) => value * deviation)
  }

/** Uniform values within +-1 / sqrt(fan), as linear layers start in PyTorch. */
export const fanUniform =
  (fan: number): Values =>
  (key, count) =>
    uniforms(key, count, -1 / Math.sqrt(fan), 1 / Math.sqrt(fan))

/**
 * The same value everywhere.
 *
 * @example
 * import { keyOf } from '../../../prelude/key.ts'
 * constant(1)(keyOf(0), 3) // => Float32Array.of(1, 1, 1)
 */
export const constant =
  (value: number): Values =>
  (_key, count) =>
    new Float32Array(count).fill(value)
