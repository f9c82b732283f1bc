// Covers src/tensor/gradient/gradient.ts, src/tensor/gradient/binaryGradients.ts.
// Covers src/tensor/gradient/elementwiseGradients.ts, src/tensor/gradient/imageGradients.ts.
// Covers src/tensor/gradient/layoutGradients.ts, src/tensor/gradient/reductionGradients.ts.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { gradients } from '../../../src/tensor/gradient/registerGradients.ts'
import { useBackend } from '../../support/useBackend.ts'

type F = (...inputs: tf.Tensor[]) => tf.Tensor

interface Case {
  readonly kernel: string
  readonly f: F
  readonly shapes: readonly (readonly number[])[]
  /** Where the inputs are drawn from: away from kinks and poles. */
  readonly from?: readonly [number, number]
}

const as4d =
  (f: (x: tf.Tensor4D) => tf.Tensor): F =>
  (x) =>
    f(x as tf.Tensor4D)

const cases: readonly Case[] = [
  { kernel: 'Abs', f: (x) => tf.abs(x!), shapes: [[2, 3]] },
  { kernel: 'Log', f: (x) => tf.log(x!), shapes: [[2, 3]], from: [0.5, 2] },
  { kernel: 'Log1p', f: (x) => tf.log1p(x!), shapes: [[2, 3]], from: [0.5, 2] },
  { kernel: 'Square', f: (x) => tf.square(x!), shapes: [[2, 3]] },
  { kernel: 'Reciprocal', f: (x) => tf.reciprocal(x!), shapes: [[2, 3]], from: [0.5, 2] },
  { kernel: 'Sin', f: (x) => tf.sin(x!), shapes: [[2, 3]] },
  { kernel: 'Cos', f: (x) => tf.cos(x!), shapes: [[2, 3]] },
  { kernel: 'Softplus', f: (x) => tf.softplus(x!), shapes: [[2, 3]] },
  { kernel: 'Erf', f: (x) => tf.erf(x!), shapes: [[2, 3]] },
  { kernel: 'Relu', f: (x) => tf.relu(x!), shapes: [[2, 3]] },
  { kernel: 'Relu6', f: (x) => tf.relu6(tf.mul(x!, 10)), shapes: [[2, 3]] },
  { kernel: 'LeakyRelu', f: (x) => tf.leakyRelu(x!, 0.1), shapes: [[2, 3]] },
  { kernel: 'Elu', f: (x) => tf.elu(x!), shapes: [[2, 3]] },
  { kernel: 'ClipByValue', f: (x) => tf.clipByValue(x!, -0.45, 0.33), shapes: [[3, 5]] },
  { kernel: 'Exp', f: (x) => tf.exp(x!), shapes: [[2, 3]] },
  { kernel: 'Expm1', f: (x) => tf.expm1(x!), shapes: [[2, 3]] },
  { kernel: 'Sqrt', f: (x) => tf.sqrt(x!), shapes: [[2, 3]], from: [0.5, 2] },
  { kernel: 'Rsqrt', f: (x) => tf.rsqrt(x!), shapes: [[2, 3]], from: [0.5, 2] },
  { kernel: 'Sigmoid', f: (x) => tf.sigmoid(x!), shapes: [[2, 3]] },
  { kernel: 'Tanh', f: (x) => tf.tanh(x!), shapes: [[2, 3]] },
  { kernel: 'Neg', f: (x) => tf.neg(x!), shapes: [[2, 3]] },
  { kernel: 'Identity', f: (x) => tf.clone(x!), shapes: [[2, 3]] },
  { kernel: 'Cast', f: (x) => tf.cast(x!, 'float32'), shapes: [[2, 3]] },
  { kernel: 'Step', f: (x) => tf.step(x!), shapes: [[2, 3]], from: [0.1, 0.4] },
  { kernel: 'Sign', f: (x) => tf.sign(x!), shapes: [[2, 3]], from: [0.1, 0.4] },
  { kernel: 'Floor', f: (x) => tf.floor(x!), shapes: [[2, 3]], from: [0.1, 0.4] },
  { kernel: 'Ceil', f: (x) => tf.ceil(x!), shapes: [[2, 3]], from: [0.1, 0.4] },
  { kernel: 'Round', f: (x) => tf.round(x!), shapes: [[2, 3]], from: [0.1, 0.4] },
  { kernel: 'ZerosLike', f: (x) => tf.zerosLike(x!), shapes: [[2, 3]], from: [0.1, 0.4] },
  { kernel: 'OnesLike', f: (x) => tf.onesLike(x!), shapes: [[2, 3]], from: [0.1, 0.4] },
  { kernel: 'Add', f: (a, b) => tf.add(a!, b!), shapes: [[2, 3], [3]] },
  {
    kernel: 'Sub',
    f: (a, b) => tf.sub(a!, b!),
    shapes: [
      [2, 1],
      [2, 3],
    ],
  },
  {
    kernel: 'Multiply',
    f: (a, b) => tf.mul(a!, b!),
    shapes: [
      [2, 3],
      [2, 1],
    ],
  },
  { kernel: 'RealDiv', f: (a, b) => tf.div(a!, b!), shapes: [[3], [2, 3]], from: [0.5, 2] },
  { kernel: 'SquaredDifference', f: (a, b) => tf.squaredDifference(a!, b!), shapes: [[2, 3], [3]] },
  { kernel: 'Maximum', f: (a, b) => tf.maximum(a!, b!), shapes: [[2, 3], [3]] },
  { kernel: 'Minimum', f: (a, b) => tf.minimum(a!, b!), shapes: [[2, 3], [3]] },
  { kernel: 'Pow', f: (a, b) => tf.pow(a!, b!), shapes: [[2, 3], [3]], from: [0.5, 2] },
  {
    kernel: 'AddN',
    f: (a, b) => tf.addN([a!, b!]),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    kernel: 'Greater',
    f: (a, b) => tf.where(tf.greater(a!, tf.add(b!, 0.1)), tf.mul(a!, 2), b!),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    kernel: 'GreaterEqual',
    f: (a, b) => tf.where(tf.greaterEqual(a!, tf.add(b!, 0.1)), tf.mul(a!, 2), b!),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    kernel: 'Less',
    f: (a, b) => tf.where(tf.less(a!, tf.add(b!, 0.1)), tf.mul(a!, 2), b!),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    kernel: 'LessEqual',
    f: (a, b) => tf.where(tf.lessEqual(a!, tf.add(b!, 0.1)), tf.mul(a!, 2), b!),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    kernel: 'Equal',
    f: (a, b) => tf.where(tf.equal(a!, tf.add(b!, 0.1)), tf.mul(a!, 2), b!),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    kernel: 'NotEqual',
    f: (a, b) => tf.where(tf.notEqual(a!, tf.add(b!, 0.1)), tf.mul(a!, 2), b!),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  {
    kernel: 'Select',
    f: (a, b) => tf.where(tf.greater(a!, 0), tf.mul(a!, 2), b!),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  { kernel: 'Sum', f: (x) => tf.sum(x!, [0, 2]), shapes: [[2, 3, 4]] },
  { kernel: 'Mean', f: (x) => tf.mean(x!, [0, -1], true), shapes: [[2, 3, 4]] },
  { kernel: 'Max', f: (x) => tf.max(x!, 1), shapes: [[2, 3, 4]] },
  { kernel: 'Min', f: (x) => tf.min(x!, 1), shapes: [[2, 3, 4]] },
  { kernel: 'Cumsum', f: (x) => tf.cumsum(x!, 1, true, false), shapes: [[2, 4]] },
  { kernel: 'Softmax', f: (x) => tf.softmax(x!), shapes: [[2, 3]] },
  { kernel: 'LogSoftmax', f: (x) => tf.logSoftmax(x!), shapes: [[2, 3]] },
  { kernel: 'Reshape', f: (x) => tf.reshape(x!, [3, 2]), shapes: [[2, 3]] },
  { kernel: 'ExpandDims', f: (x) => tf.expandDims(x!, 1), shapes: [[2, 3]] },
  { kernel: 'Transpose', f: (x) => tf.transpose(x!, [2, 0, 1]), shapes: [[2, 3, 4]] },
  { kernel: 'Reverse', f: (x) => tf.reverse(x!, [1]), shapes: [[2, 3]] },
  { kernel: 'BroadcastTo', f: (x) => tf.broadcastTo(x!, [4, 2, 3]), shapes: [[2, 1]] },
  { kernel: 'Tile', f: (x) => tf.tile(x!, [2, 3]), shapes: [[2, 3]] },
  { kernel: 'Slice', f: (x) => tf.slice(x!, [1, 0], [2, 2]), shapes: [[4, 3]] },
  {
    kernel: 'PadV2',
    f: (x) =>
      tf.pad(x!, [
        [1, 0],
        [0, 2],
      ]),
    shapes: [[2, 3]],
  },
  {
    kernel: 'Concat',
    f: (a, b) => tf.concat([a!, b!], 1),
    shapes: [
      [2, 3],
      [2, 1],
    ],
  },
  {
    kernel: 'Pack',
    f: (a, b) => tf.stack([a!, b!], 1),
    shapes: [
      [2, 3],
      [2, 3],
    ],
  },
  { kernel: 'SplitV', f: (x) => tf.mul(tf.split(x!, [1, 3], 1)[0]!, tf.split(x!, [3, 1], 1)[0]!), shapes: [[2, 4]] },
  { kernel: 'Unpack', f: (x) => tf.mul(tf.unstack(x!, 1)[0]!, tf.unstack(x!, 1)[2]!), shapes: [[2, 3]] },
  { kernel: 'GatherV2', f: (x) => tf.gather(x!, tf.tensor1d([2, 0, 2], 'int32'), 1), shapes: [[2, 3, 2]] },
  {
    kernel: 'BatchMatMul',
    f: (a, b) => tf.matMul(a!, b!, true, true),
    shapes: [
      [3, 2],
      [4, 3],
    ],
  },
  {
    kernel: 'BatchMatMul',
    f: (a, b) => tf.matMul(a!, b!, false, true),
    shapes: [
      [2, 3],
      [4, 3],
    ],
  },
  {
    kernel: 'BatchMatMul',
    f: (a, b) => tf.matMul(a!, b!, true, false),
    shapes: [
      [3, 2],
      [3, 4],
    ],
  },
  {
    kernel: 'BatchMatMul',
    f: (a, b) => tf.matMul(a!, b!),
    shapes: [
      [2, 2, 3],
      [2, 3, 4],
    ],
  },
  {
    kernel: 'Conv2D',
    f: (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'same'),
    shapes: [
      [2, 5, 4, 2],
      [3, 3, 2, 3],
    ],
  },
  {
    kernel: 'Conv2DBackpropInput',
    f: (x, f) => tf.conv2dTranspose(x as tf.Tensor4D, f as tf.Tensor4D, [2, 5, 4, 2], 2, 'same'),
    shapes: [
      [2, 3, 2, 3],
      [3, 3, 2, 3],
    ],
  },
  {
    kernel: 'DepthwiseConv2dNative',
    f: (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'same'),
    shapes: [
      [2, 5, 4, 2],
      [3, 3, 2, 2],
    ],
  },
  { kernel: 'MaxPool', f: as4d((x) => tf.maxPool(x, 3, 2, 'same')), shapes: [[2, 5, 4, 2]] },
  { kernel: 'AvgPool', f: as4d((x) => tf.avgPool(x, 2, 2, 'same')), shapes: [[2, 4, 6, 2]] },
  { kernel: 'ResizeBilinear', f: as4d((x) => tf.image.resizeBilinear(x, [7, 3])), shapes: [[2, 4, 4, 2]] },
]

const step = 1e-2

/** Weights that differ from place to place, so that errors in two places cannot cancel out. */
const weigh = (y: tf.Tensor): tf.Tensor =>
  tf.sum(tf.mul(y, tf.reshape(tf.sin(tf.add(tf.range(0, y.size), 1)), y.shape)))

const slopes = (f: F, inputs: readonly tf.Tensor[], which: number): readonly number[] => {
  const values = inputs[which]!.dataSync()
  const at = (i: number, shift: number): number =>
    tf.tidy(() => {
      const moved = tf.tensor(
        values.map((value, j) => (j === i ? value + shift : value)) as Float32Array,
        inputs[which]!.shape,
      )
      return weigh(f(...inputs.map((input, j) => (j === which ? moved : input)))).dataSync()[0]!
    })
  return Array.from(values, (_, i) => (at(i, step) - at(i, -step)) / (2 * step))
}

/**
 * Evenly spaced numbers in a mixed order. No two lie within a step of each other, none within a step of a
 * kink at 0.
 */
const spread = (shape: readonly number[], [low, high]: readonly [number, number]): tf.Tensor => {
  const size = shape.reduce((a, b) => a * b, 1)
  const values = Array.from({ length: size }, (_, i) => low + ((((i * 7) % size) + 0.5) / size) * (high - low))
  return tf.tensor(values, [...shape])
}

describe('registerGradients', () => {
  beforeAll(() => useBackend('cpu'))

  test.each(cases)('the gradient of $kernel is the slope of the function', ({ f, shapes, from = [-1, 1] }) => {
    tf.tidy(() => {
      const inputs = shapes.map((shape) => spread(shape, from))
      const received = tf.grads((...tensors) => weigh(f(...tensors)))(inputs)
      received.forEach((gradient, which) => {
        const expected = slopes(f, inputs, which)
        const numbers = gradient.dataSync()
        expect(gradient.shape).toEqual(inputs[which]!.shape)
        expected.forEach((slope, i) => {
          expect(Math.abs(numbers[i]! - slope)).toBeLessThan(4e-3 * Math.max(1, Math.abs(slope)))
        })
      })
    })
  })

  test('refuses an average over padding, whose gradient kernel in tfjs divides by the wrong number', () => {
    const pooled = (x: tf.Tensor): tf.Tensor => tf.sum(tf.avgPool(x as tf.Tensor4D, 3, 2, 'same'))
    expect(() => tf.grad(pooled)(tf.ones([1, 5, 5, 1]))).toThrow(
      'Expected no padding at the gradient of AvgPool, received same',
    )
  })

  test('this file tests every gradient', () => {
    const tested = new Set(cases.map(({ kernel }) => kernel))
    expect(gradients.map(({ kernel }) => kernel).filter((kernel) => !tested.has(kernel))).toEqual([])
  })
})
