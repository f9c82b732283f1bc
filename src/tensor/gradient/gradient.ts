import * as tf from '@tensorflow/tfjs-core'

/** How the gradient of one tfjs kernel is computed. */
export interface Gradient {
  readonly kernel: string
  /** Inputs that the gradient needs, in the order in which it is handed them; `all` for kernels that take a list. */
  readonly save?: readonly string[] | 'all'
  /** Whether the output comes after them. */
  readonly output?: true
  /** One function for each input, called only for inputs that a gradient is wanted of. */
  readonly of: (
    dy: tf.Tensor,
    saved: readonly tf.Tensor[],
    attributes: Readonly<Record<string, unknown>>,
    /** Every gradient of the outputs, for the kernels that have several. */
    all: readonly tf.Tensor[],
  ) => Readonly<Record<string, () => tf.Tensor>>
}

/** Sums a gradient over the dimensions along which its tensor was broadcast. */
export const sumTo = (gradient: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  const axes = tf.broadcast_util.getReductionAxes([...shape], gradient.shape)
  return tf.reshape(axes.length === 0 ? gradient : tf.sum(gradient, axes), [...shape])
}

/** The gradient of a function of one tensor whose derivative depends on its input only. */
export const ofInput = (
  kernel: string,
  derivative: (dy: tf.Tensor, x: tf.Tensor, attributes: Readonly<Record<string, unknown>>) => tf.Tensor,
): Gradient => ({
  kernel,
  save: ['x'],
  of: (dy, [x], attributes) => ({ x: () => derivative(dy, x!, attributes) }),
})

/** The gradient of a function of one tensor whose derivative is told by its output. */
export const ofOutput = (kernel: string, derivative: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor): Gradient => ({
  kernel,
  output: true,
  of: (dy, [y]) => ({ x: () => derivative(dy, y!) }),
})

/** A function that is flat almost everywhere. */
export const flat = (kernel: string): Gradient => ({ kernel, of: (dy) => ({ x: () => tf.zerosLike(dy) }) })
