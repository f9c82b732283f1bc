import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from '../tensors.ts'
import { assertAlike } from './assertAlike.ts'
import { hasKernel, runUpdate } from './runUpdate.ts'

export interface SgdRule {
  readonly rate: number
  readonly momentum: number
  readonly nesterov: boolean
  /** Weight decay by the name of the parameter, default 0. */
  readonly decay: Readonly<Record<string, number>>
}

const composed = (
  p: tf.Tensor,
  g: tf.Tensor,
  v: tf.Tensor,
  { rate, momentum, nesterov }: SgdRule,
  decay: number,
): readonly [tf.Tensor, tf.Tensor] => {
  const gradient = decay === 0 ? g : tf.add(g, tf.mul(p, decay))
  const velocity = tf.add(tf.mul(v, momentum), gradient)
  const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity
  return [tf.sub(p, tf.mul(direction, rate)), velocity]
}

/**
 * One step of stochastic gradient descent for a whole record of parameters.
 *
 * g' = g + decay p
 * v' = momentum v + g'
 * p' = p - rate (nesterov ? g' + momentum v' : v')
 *
 * This is the rule of PyTorch with dampening 0.
 *
 * - The inputs stay alive, and the caller owns the result.
 * - Fails if a record lacks a parameter or holds it in another shape.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const rule = { rate: 0.5, momentum: 0.5, nesterov: false, decay: {} }
 * const next = sgdUpdate({ w: tf.scalar(2) }, { w: tf.scalar(1) }, { w: tf.scalar(4) }, rule)
 * next.velocities['w'].arraySync() // => 3
 * next.parameters['w'].arraySync() // => 0.5
 */
export const sgdUpdate = (
  parameters: Tensors,
  gradients: Tensors,
  velocities: Tensors,
  rule: SgdRule,
): { readonly parameters: Tensors; readonly velocities: Tensors } => {
  assertAlike(parameters, { gradients, velocities })
  const names = Object.keys(parameters)
  if (names.length === 0) return { parameters: {}, velocities: {} }
  if (hasKernel('SgdUpdate')) {
    const { rate, momentum, nesterov } = rule
    const decay = names.map((name) => rule.decay[name] ?? 0)
    const inputs = { p: parameters, g: gradients, v: velocities }
    const [p, v] = runUpdate('SgdUpdate', inputs, { rate, momentum, nesterov, decay })
    return { parameters: p!, velocities: v! }
  }
  return tf.tidy(() => {
    const updated = names.map((name) =>
      composed(parameters[name]!, gradients[name]!, velocities[name]!, rule, rule.decay[name] ?? 0),
    )
    return {
      parameters: Object.fromEntries(names.map((name, i) => [name, updated[i]![0]])),
      velocities: Object.fromEntries(names.map((name, i) => [name, updated[i]![1]])),
    }
  })
}
