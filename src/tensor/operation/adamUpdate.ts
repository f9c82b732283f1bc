import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from '../tensors.ts'
import { assertAlike } from './assertAlike.ts'
import { hasKernel, runUpdate } from './runUpdate.ts'

export interface AdamRule {
  readonly rate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  /** Counts from 1. */
  readonly step: number
  /** Weight decay by the name of the parameter, default 0. */
  readonly decay: Readonly<Record<string, number>>
  /** Whether the decay shrinks the parameter itself (AdamW) instead of adding to its gradient. */
  readonly decoupled: boolean
}

export interface AdamState {
  readonly parameters: Tensors
  /** Moving average of the gradient. */
  readonly first: Tensors
  /** Moving average of the squared gradient. */
  readonly second: Tensors
}

const composed = (p: tf.Tensor, g: tf.Tensor, m: tf.Tensor, s: tf.Tensor, rule: AdamRule, decay: number) => {
  const { rate, beta1, beta2, epsilon, step, decoupled } = rule
  const gradient = decoupled || decay === 0 ? g : tf.add(g, tf.mul(p, decay))
  const first = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1))
  const second = tf.add(tf.mul(s, beta2), tf.mul(tf.square(gradient), 1 - beta2))
  const denominator = tf.add(tf.div(tf.sqrt(second), Math.sqrt(1 - beta2 ** step)), epsilon)
  const shrunk = decoupled && decay !== 0 ? tf.mul(p, 1 - rate * decay) : p
  const parameter = tf.sub(shrunk, tf.div(tf.mul(first, rate / (1 - beta1 ** step)), denominator))
  return [parameter, first, second] as const
}

/**
 * One step of Adam, or of AdamW if the decay is decoupled, for a whole record of parameters.
 *
 * m' = b1 m + (1 - b1) g
 * s' = b2 s + (1 - b2) g^2
 * p' = p - rate (m' / (1 - b1^t)) / (sqrt(s' / (1 - b2^t)) + epsilon)
 *
 * - The inputs stay alive, and the caller owns the result.
 * - Fails if a record lacks a parameter or holds it in another shape.
 *
 * Paper: Kingma and Ba, Adam, ICLR 2015, algorithm 1. Loshchilov and Hutter, Decoupled Weight Decay
 * Regularization, ICLR 2019, algorithm 2; departure: the decay is multiplied by the rate, as in PyTorch.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const zero = { w: tf.scalar(0) }
 * const rule = { rate: 0.5, beta1: 0.5, beta2: 0.5, epsilon: 0, step: 1, decay: {}, decoupled: false }
 * const next = adamUpdate({ w: tf.scalar(2) }, { w: tf.scalar(4) }, zero, zero, rule)
 * next.parameters['w'].arraySync() // => 1.5
 * next.first['w'].arraySync() // => 2
 * next.second['w'].arraySync() // => 8
 *
 * @param first the moving average of the gradient, from the step before
 * @param second the moving average of the squared gradient, from the step before
 */
export const adamUpdate = (
  parameters: Tensors,
  gradients: Tensors,
  first: Tensors,
  second: Tensors,
  rule: AdamRule,
): AdamState => {
  assertAlike(parameters, { gradients, first, second })
  const names = Object.keys(parameters)
  if (names.length === 0) return { parameters: {}, first: {}, second: {} }
  if (hasKernel('AdamUpdate')) {
    const decay = names.map((name) => rule.decay[name] ?? 0)
    const inputs = { p: parameters, g: gradients, m: first, s: second }
    const [p, m, s] = runUpdate('AdamUpdate', inputs, { ...rule, decay })
    return { parameters: p!, first: m!, second: s! }
  }
  return tf.tidy(() => {
    const updated = names.map((name) =>
      composed(parameters[name]!, gradients[name]!, first[name]!, second[name]!, rule, rule.decay[name] ?? 0),
    )
    const record = (at: 0 | 1 | 2): Tensors => Object.fromEntries(names.map((name, i) => [name, updated[i]![at]]))
    return { parameters: record(0), first: record(1), second: record(2) }
  }) as AdamState
}
