import type * as tf from '@tensorflow/tfjs-core'

/**
 * Tensors by name: the parameters of a network, the slots of an optimizer, or another part of a model's
 * state.
 */
export type Tensors = Readonly<Record<string, tf.Tensor>>

/**
 * Applies a function to every tensor and keeps the names.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const negated = mapTensors({ a: tf.scalar(2) }, (tensor) => tf.neg(tensor))
 * negated['a'].arraySync() // => -2
 */
export const mapTensors = (tensors: Tensors, f: (tensor: tf.Tensor, name: string) => tf.Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)]))

/** Copies every tensor. The caller owns the copies. */
export const copyTensors = (tensors: Tensors): Tensors => mapTensors(tensors, (tensor) => tensor.clone())

/** The tensors whose names fit. */
export const filterTensors = (tensors: Tensors, fits: (name: string) => boolean): Tensors =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => fits(name)))
