import type { Key } from '../../../prelude/key.ts'
import { normals, uniforms } from '../../../prelude/random.ts'

/** First values of a parameter, from its key. */
export type Values = (key: Key, count: number) => Float32Array

/** Normal with variance 2 / fan: keeps the scale of activations through rectifiers. Paper: He et al., ICCV 2015, eq. 10 (fan in) and 14 (fan out). */
export const heNormal =
  (fan: number): Values =>
  (key, count) => {
    const deviation = Math.sqrt(2 / fan)
    return normals(key, count).map((value) => value * deviation)
  }

/** Uniform within +-1 / sqrt(fan): how linear layers start in PyTorch. */
export const fanUniform =
  (fan: number): Values =>
  (key, count) =>
    uniforms(key, count, -1 / Math.sqrt(fan), 1 / Math.sqrt(fan))

export const constant =
  (value: number): Values =>
  (_key, count) =>
    new Float32Array(count).fill(value)
