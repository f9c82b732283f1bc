import * as tf from '@tensorflow/tfjs-core'
import { type Gradient, sumTo } from './gradient.ts'

type Derivative = (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor

/** Sums each gradient back to the shape of its tensor, because both tensors may have been broadcast. */
const binary = (kernel: string, byA: Derivative, byB: Derivative): Gradient => ({
  kernel,
  save: ['a', 'b'],
  of: (dy, [a, b]) => ({
    a: () => sumTo(byA(dy, a!, b!), a!.shape),
    b: () => sumTo(byB(dy, a!, b!), b!.shape),
  }),
})

const where = (condition: tf.Tensor, dy: tf.Tensor): tf.Tensor => tf.mul(dy, tf.cast(condition, 'float32'))

/** log a if a is positive, else 0: a power of any other number has no gradient by its exponent. */
const safeLog = (a: tf.Tensor): tf.Tensor => tf.where(tf.greater(a, 0), tf.log(tf.maximum(a, 1e-38)), tf.zerosLike(a))

/**
 * A comparison is flat almost everywhere. Its zero gradient allows conditions that depend on the parameters.
 */
const comparison = (kernel: string): Gradient =>
  binary(
    kernel,
    (dy) => tf.zerosLike(dy),
    (dy) => tf.zerosLike(dy),
  )

/** Gradients of the functions of two tensors, of `AddN`, and of `Select`. */
export const binaryGradients: readonly Gradient[] = [
  binary(
    'Add',
    (dy) => dy,
    (dy) => dy,
  ),
  binary(
    'Sub',
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  binary(
    'Multiply',
    (dy, _a, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  binary(
    'RealDiv',
    (dy, _a, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  binary(
    'SquaredDifference',
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(a, b), 2)),
    (dy, a, b) => tf.mul(dy, tf.mul(tf.sub(b, a), 2)),
  ),
  binary(
    'Maximum',
    (dy, a, b) => where(tf.greaterEqual(a, b), dy),
    (dy, a, b) => where(tf.less(a, b), dy),
  ),
  binary(
    'Minimum',
    (dy, a, b) => where(tf.lessEqual(a, b), dy),
    (dy, a, b) => where(tf.greater(a, b), dy),
  ),
  binary(
    'Pow',
    (dy, a, b) => tf.mul(dy, tf.mul(b, tf.pow(a, tf.sub(b, 1)))),
    (dy, a, b) => tf.mul(dy, tf.mul(tf.pow(a, b), safeLog(a))),
  ),
  ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'].map(comparison),
  {
    kernel: 'AddN',
    save: 'all',
    of: (dy, saved) => Object.fromEntries(saved.map((_, i) => [String(i), () => tf.clone(dy)])),
  },
  {
    kernel: 'Select',
    save: ['condition'],
    of: (dy, [condition]) => ({
      condition: () => tf.cast(tf.zerosLike(condition!), 'float32'),
      t: () => where(condition!, dy),
      e: () => where(tf.logicalNot(condition!), dy),
    }),
  },
]
