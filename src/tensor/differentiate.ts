import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from './tensors.ts'

/** A loss, its gradients, and whatever else the pass made that should outlive it. */
export interface Differentiated<Also> {
  readonly value: tf.Scalar
  /** By the name of the parameter; one that the loss does not depend on is absent. */
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
 * Value and gradients of a function of named parameters, with other results of the same pass (statistics, terms of a loss).
 *
 * Everything returned belongs to the caller and to the tidy around the call; everything else that the function made is gone.
 * What is in `also` is passed on by value: no gradient flows through it afterwards.
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
  const found = names.flatMap((name, i) => {
    // Declared as always there; with the flag that allows no gradient, a parameter that the loss does not depend on has none.
    const gradient = grads[i] as tf.Tensor | undefined
    return gradient === undefined || gradient === null ? [] : [[name, gradient] as const]
  })
  return { value, gradients: Object.fromEntries(found), also: release(kept) }
}
