// Covers src/backend/onednn/kernels/pooling/spreadOverImage.ts.
// Covers src/backend/onednn/operation/conversion.ts, src/backend/onednn/operation/reform.ts.
// Covers src/backend/onednn/operation/reorder.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OneDnnHandle, openOneDnn, type Precision } from '../../../../src/backend/onednn/index.ts'
import { greatestDifference, noise, openForTests, outputs, run } from '../compare.ts'

const [n, h, w, c] = [12, 16, 12, 32] as const

/** Images in the form that a large convolution leaves: blocks of channels in float32, or bfloat16. */
const special = (seed: number): tf.Tensor4D =>
  tf.conv2d(
    noise([n, h, w, c], seed) as tf.Tensor4D,
    tf.div(noise([3, 3, c, c], seed + 1), 10) as tf.Tensor4D,
    1,
    'same',
  )

/** The same values and shape as a tensor from outside. */
const plain = (x: tf.Tensor): tf.Tensor => tf.tensor(Float32Array.from(tf.clone(x).dataSync()), x.shape)

const shapes: readonly (readonly number[])[] = [
  [n, h, w, c],
  [n, w, h, c],
  [n * h * w, c],
  [n, h * w * c],
  [n * h, w, c],
  [n, h, w * 2, c / 2],
  [n * h * w * c],
]

/** Operations on two tensors of one shape. */
const steps: Readonly<Record<string, (x: tf.Tensor, y: tf.Tensor) => tf.Tensor>> = {
  add: (x, y) => tf.add(x, y),
  subtract: (x, y) => tf.sub(x, y),
  multiply: (x, y) => tf.mul(x, y),
  'add a row': (x) => tf.add(x, noise([x.shape.at(-1)!], 9)),
  'add a scalar': (x) => tf.add(x, 0.5),
  relu: (x) => tf.relu(x),
  'leaky relu': (x) => tf.leakyRelu(x, 0.1),
  sigmoid: (x) => tf.sigmoid(x),
  'gradient of leaky relu': (x, y) => run('RectifierGrad', { dy: x, signed: y }, { slope: 0.1 }),
  'batch norm': (x) => {
    const channels = x.shape.at(-1)!
    if (channels > 64) return tf.clone(x)
    const inputs = { x, scale: tf.ones([channels]), offset: tf.zeros([channels]) }
    return outputs('BatchNormTraining', inputs, { epsilon: 0.1, activation: 'relu' })[0]!
  },
  'batch norm with leaky relu, and its gradient': (x, y) => {
    const channels = x.shape.at(-1)!
    if (channels > 64) return tf.clone(x)
    const inputs = { x, scale: tf.ones([channels]), offset: tf.zeros([channels]) }
    const attributes = { epsilon: 0.1, activation: 'leakyRelu', slope: 0.1 }
    const [result, mean, variance] = outputs('BatchNormTraining', inputs, attributes)
    const saved = { y: result!, mean: mean!, variance: variance! }
    const [dx] = outputs('BatchNormTrainingGrad', { dy: y, ...inputs, ...saved }, attributes)
    return tf.concat([result!, dx!], x.rank - 1)
  },
  'batch norm with fixed statistics': (x) => {
    const channels = x.shape.at(-1)!
    return tf.batchNorm(x as tf.Tensor4D, tf.zeros([channels]), tf.ones([channels]))
  },
  'max pooling': (x) => (x.rank === 4 ? tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid') : tf.clone(x)),
  'mean pooling': (x) => (x.rank === 4 ? tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid') : tf.clone(x)),
  slice: (x) =>
    tf.slice(
      x,
      x.shape.map(() => 0),
      x.shape.map((extent) => Math.ceil(extent / 2)),
    ),
  transpose: (x) => tf.transpose(x),
  concat: (x, y) => tf.concat([x, y], x.rank - 1),
  pad: (x) =>
    tf.pad(
      x,
      x.shape.map((): [number, number] => [1, 0]),
    ),
  mean: (x) => tf.mean(x, 0),
  'gradient of the mean over the image': (x) =>
    x.rank === 4 ? run('MeanGrad', { dy: tf.mean(x, [1, 2]), x }, { axis: [1, 2] }) : tf.clone(x),
  'gradient of the mean over the last axis': (x) => run('MeanGrad', { dy: tf.mean(x, -1), x }, { axis: -1 }),
  sum: (x) => tf.sum(x, -1),
  max: (x) => tf.max(x, -1),
  split: (x) => tf.split(x, 2, 0)[1]!,
  gather: (x) => tf.gather(x, tf.tensor1d([1, 0], 'int32')),
  'reshape, then convolve': (x) =>
    x.rank === 4 && x.shape[3] === c
      ? tf.conv2d(x as tf.Tensor4D, tf.div(noise([1, 1, c, 16], 4), 10) as tf.Tensor4D, 1, 'same')
      : tf.clone(x),
}

const precisions: readonly Precision[] =
  openOneDnn({ precision: 'bfloat16' })._tag === 'Right' ? ['float32', 'bfloat16'] : ['float32']

describe.each(precisions)('tensors in another form, precision %s', (precision) => {
  let handle: OneDnnHandle
  beforeAll(async () => {
    handle = openForTests(precision)
    await tf.setBackend('onednn')
  })
  afterAll(() => handle.unregister())
  const tolerance = precision === 'float32' ? 1e-4 : 2 ** -6

  test('behave like tensors of the same values, for every shape and operation', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        fc.constantFrom(...Object.keys(steps)),
        fc.constantFrom('both', 'first', 'second'),
        (shape, step, which) =>
          tf.tidy(() => {
            const [x, y] = [tf.reshape(special(1), [...shape]), tf.reshape(special(3), [...shape])]
            const [valuesOfX, valuesOfY] = [plain(x), plain(y)]
            const apply = steps[step]!
            const actual = apply(which === 'second' ? valuesOfX : x, which === 'first' ? valuesOfY : y)
            const expected = apply(valuesOfX, valuesOfY)
            const [a, b] = [actual, expected].map((tensor) => [Array.from(tensor.dataSync())])
            return String(actual.shape) === String(expected.shape) && greatestDifference(a!, b!) < tolerance
          }),
      ),
      { seed: 60, numRuns: 150 },
    ))

  test('are in that form', () => {
    const form = tf.tidy(() => handle.backend.formOf(special(1)))
    const { winograd, matrixTiles } = handle.library
    const inFloat32 = winograd ? 'blocked' : 'float32'
    const inBfloat16 = matrixTiles ? 'bfloat16' : 'blockedBfloat16'
    expect(form).toBe(precision === 'bfloat16' ? inBfloat16 : inFloat32)
  })

  test('can be read, reshaped and read again', () => {
    const difference = tf.tidy(() => {
      const x = special(5)
      const first = Array.from(x.dataSync())
      const again = Array.from(tf.reshape(x, [n * h, w * c]).dataSync())
      return greatestDifference([first], [again])
    })
    expect(difference).toBe(0)
  })
})
