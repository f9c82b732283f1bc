import * as tf from '@tensorflow/tfjs-core'

/** How the gradient of one tfjs kernel is computed. */
export interface Gradient {
  readonly kernel: string
  /**
   * The inputs that the gradient needs, in the order in which it receives them; `all` for kernels that take a
   * list.
   */
  readonly save?: readonly string[] | 'all'
  /** Whether the gradient receives the output after the inputs. */
  readonly output?: true
  /** One function per input. tfjs calls only those whose gradient it needs. */
  readonly of: (
    dy: tf.Tensor,
    saved: readonly tf.Tensor[],
    attributes: Readonly<Record<string, unknown>>,
    /** The gradients of all outputs, for kernels with several. */
    all: readonly tf.Tensor[],
  ) => Readonly<Record<string, () => tf.Tensor>>
}

/**
 * Sums a gradient over the dimensions along which its tensor was broadcast.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * sumTo(tf.tensor2d([[1, 2], [3, 4]]), [2]).arraySync() // => [4, 6]
 * sumTo(tf.tensor2d([[1, 2], [3, 4]]), [2, 1]).arraySync() // => [[3], [7]]
 */
export const sumTo = (gradient: tf.Tensor, shape: readonly number[]): tf.Tensor => {
  const axes = tf.broadcast_util.getReductionAxes([...shape], gradient.shape)
  return tf.reshape(axes.length === 0 ? gradient : tf.sum(gradient, axes), [...shape])
}

/** The gradient of a function of one tensor whose derivative follows from its input alone. */
export const ofInput = (
  kernel: string,
  derivative: (dy: tf.Tensor, x: tf.Tensor, attributes: Readonly<Record<string, unknown>>) => tf.Tensor,
): Gradient => ({
  kernel,
  save: ['x'],
  of: (dy, [x], attributes) => ({ x: () => derivative(dy, x!, attributes) }),
})

/** The gradient of a function of one tensor whose derivative follows from its output alone. */
export const ofOutput = (kernel: string, derivative: (dy: tf.Tensor, y: tf.Tensor) => tf.Tensor): Gradient => ({
  kernel,
  output: true,
  of: (dy, [y]) => ({ x: () => derivative(dy, y!) }),
})

/** The zero gradient of a function that is flat almost everywhere. */
export const flat = (kernel: string): Gradient => ({ kernel, of: (dy) => ({ x: () => tf.zerosLike(dy) }) })
