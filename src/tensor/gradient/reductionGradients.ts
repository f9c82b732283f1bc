import * as tf from '@tensorflow/tfjs-core'
import type { Gradient } from './gradient.ts'

/** Puts the dimensions that a reduction removed back with size 1. */
const expanded = (reduced: tf.Tensor, shape: readonly number[], axis: unknown): tf.Tensor => {
  const axes = tf.util.parseAxisParam(axis as number | number[], [...shape])
  return tf.reshape(
    reduced,
    shape.map((size, i) => (axes.includes(i) ? 1 : size)),
  )
}

const extreme = (kernel: string, axisName: string): Gradient => ({
  kernel,
  save: ['x'],
  output: true,
  of: (dy, [x, y], attributes) => ({
    x: () => {
      const axis = attributes[axisName]
      const isExtreme = tf.cast(tf.equal(x!, expanded(y!, x!.shape, axis)), 'float32')
      return tf.mul(expanded(dy, x!.shape, axis), isExtreme)
    },
  }),
})

/**
 * Gradients of sums, means and extremes, and of the softmax, which reduces inside.
 *
 * If several numbers tie for an extreme, each of them receives the whole gradient.
 */
export const reductionGradients: readonly Gradient[] = [
  {
    kernel: 'Sum',
    save: ['x'],
    of: (dy, [x], { axis }) => ({ x: () => tf.mul(expanded(dy, x!.shape, axis), tf.onesLike(x!)) }),
  },
  {
    kernel: 'Mean',
    save: ['x'],
    of: (dy, [x], { axis }) => ({
      x: () => {
        const share = dy.size / x!.size
        return tf.mul(expanded(tf.mul(dy, share), x!.shape, axis), tf.onesLike(x!))
      },
    }),
  },
  extreme('Max', 'reductionIndices'),
  extreme('Min', 'axis'),
  {
    kernel: 'Cumsum',
    of: (dy, _saved, { axis, exclusive, reverse }) => ({
      x: () => tf.cumsum(dy, Number(axis), exclusive === true, reverse !== true),
    }),
  },
  {
    kernel: 'Softmax',
    output: true,
    of: (dy, [y], { dim }) => ({
      logits: () => {
        const weighted = tf.mul(dy, y!)
        return tf.sub(weighted, tf.mul(tf.sum(weighted, Number(dim), true), y!))
      },
    }),
  },
  {
    kernel: 'LogSoftmax',
    output: true,
    of: (dy, [y], { axis }) => ({
      logits: () => tf.sub(dy, tf.mul(tf.sum(dy, Number(axis), true), tf.exp(y!))),
    }),
  },
]
