import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from './tensors.ts'

/** A loss, its gradients, and the other results of the pass that should outlive it. */
export interface Differentiated<Also> {
  readonly value: tf.Scalar
  /** By the name of the parameter. A parameter that the loss does not depend on is absent. */
  readonly gradients: Tensors
  readonly also: Also
}

const keepCopies = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.keep(tf.clone(tensor))]))

const release = (kept: Tensors): Tensors =>
  Object.fromEntries(
    Object.entries(kept).map(([name, tensor]) => {
      const released = tf.clone(tensor)
      tensor.dispose()
      return [name, released]
    }),
  )

/**
 * Value and gradients of a function of named parameters, with other results of the same pass, like statistics
 * or the terms of a loss.
 *
 * - The results belong to the caller and to the tidy around the call. All other tensors of the pass are
 *   disposed.
 * - `also` passes values only: no gradient flows through it afterwards.
 */
export const differentiate = (
  parameters: Tensors,
  f: (parameters: Tensors) => { readonly value: tf.Scalar; readonly also: Tensors },
): Differentiated<Tensors> => {
  const names = Object.keys(parameters)
  const inputs = names.map((name) => parameters[name]!)
  let kept: Tensors = {}
  const { value, grads } = tf.engine().gradients(
    () => {
      const { value, also } = f(parameters)
      kept = keepCopies(also)
      return value
    },
    inputs,
    undefined,
    true,
  )
  const gradients = names.flatMap((name, i) => {
    // tfjs types every gradient as present, but its last argument allows parameters that the loss does not
    // depend on.
    const gradient = grads[i] as tf.Tensor | undefined
    return gradient === undefined || gradient === null ? [] : [[name, gradient] as const]
  })
  return { value, gradients: Object.fromEntries(gradients), also: release(kept) }
}
