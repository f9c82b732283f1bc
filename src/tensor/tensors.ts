import type * as tf from '@tensorflow/tfjs-core'

/** Tensors by name: the parameters of a network, the slots of an optimizer, one part of a model's state. */
export type Tensors = Readonly<Record<string, tf.Tensor>>

/** The same names with other tensors. */
export const mapTensors = (tensors: Tensors, f: (tensor: tf.Tensor, name: string) => tf.Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)]))

/** The same values in tensors of their own, which the caller owns. */
export const copyTensors = (tensors: Tensors): Tensors => mapTensors(tensors, (tensor) => tensor.clone())

/** The tensors whose names fit. */
export const filterTensors = (tensors: Tensors, fits: (name: string) => boolean): Tensors =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => fits(name)))
