import * as tf from '@tensorflow/tfjs-core'

/**
 * Numbers from -1 to 1 that look random and that both sides of a comparison can compute.
 *
 * The mixing function of MurmurHash3 over position and name. `fixtures/reference/networks.py` has the same formula.
 */
export const knownNumbers = (shape: readonly number[], name: string, salt = 0): tf.Tensor => {
  const phase = [...name].reduce((sum, letter, i) => sum + letter.charCodeAt(0) * (i + 1), salt)
  const size = shape.reduce((a, b) => a * b, 1)
  const values = Float32Array.from({ length: size }, (_, i) => {
    let x = (Math.imul(i, 0x9e3779b1) + Math.imul(phase, 0x85ebca6b)) >>> 0
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1
  })
  return tf.tensor(values, [...shape])
}
