import * as tf from '@tensorflow/tfjs-core'
import { flat, type Gradient, ofInput, ofOutput } from './gradient.ts'

const inside = (x: tf.Tensor, low: number, high: number): tf.Tensor =>
  tf.cast(tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high)), 'float32')

/** Gradients of the functions of one tensor that work number by number. */
export const elementwiseGradients: readonly Gradient[] = [
  ofInput('Abs', (dy, x) => tf.mul(dy, tf.sign(x))),
  ofInput('Log', (dy, x) => tf.div(dy, x)),
  ofInput('Log1p', (dy, x) => tf.div(dy, tf.add(x, 1))),
  ofInput('Square', (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  ofInput('Reciprocal', (dy, x) => tf.neg(tf.div(dy, tf.square(x)))),
  ofInput('Sin', (dy, x) => tf.mul(dy, tf.cos(x))),
  ofInput('Cos', (dy, x) => tf.neg(tf.mul(dy, tf.sin(x)))),
  ofInput('Softplus', (dy, x) => tf.mul(dy, tf.sigmoid(x))),
  ofInput('Erf', (dy, x) => tf.mul(dy, tf.mul(tf.exp(tf.neg(tf.square(x))), 2 / Math.sqrt(Math.PI)))),
  ofInput('Relu6', (dy, x) => tf.mul(dy, tf.mul(tf.step(x), inside(x, 0, 6)))),
  ofInput('LeakyRelu', (dy, x, { alpha }) => tf.mul(dy, tf.step(x, Number(alpha)))),
  ofInput('Elu', (dy, x) => tf.mul(dy, tf.where(tf.greater(x, 0), tf.onesLike(x), tf.exp(x)))),
  ofInput('ClipByValue', (dy, x, { clipValueMin, clipValueMax }) =>
    tf.mul(dy, inside(x, Number(clipValueMin), Number(clipValueMax))),
  ),
  ofOutput('Exp', (dy, y) => tf.mul(dy, y)),
  ofOutput('Expm1', (dy, y) => tf.mul(dy, tf.add(y, 1))),
  ofOutput('Sqrt', (dy, y) => tf.div(dy, tf.mul(y, 2))),
  ofOutput('Rsqrt', (dy, y) => tf.mul(dy, tf.mul(tf.pow(y, 3), -0.5))),
  ofOutput('Sigmoid', (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  ofOutput('Tanh', (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
  ofOutput('Relu', (dy, y) => tf.mul(dy, tf.step(y))),
  { kernel: 'Neg', of: (dy) => ({ x: () => tf.neg(dy) }) },
  { kernel: 'Identity', of: (dy) => ({ x: () => tf.clone(dy) }) },
  { kernel: 'Cast', of: (dy) => ({ x: () => tf.clone(dy) }) },
  ...['Step', 'Sign', 'Floor', 'Ceil', 'Round', 'ZerosLike', 'OnesLike'].map(flat),
]
