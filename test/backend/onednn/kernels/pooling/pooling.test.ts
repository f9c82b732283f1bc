// Covers src/backend/onednn/kernels/pooling/poolingInfo.ts.
// Covers src/backend/onednn/kernels/pooling/poolingOperation.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OneDnnHandle } from '../../../../../src/backend/onednn/index.ts'
import { greatestDifference, noise, openForTests, run, valuesOn } from '../../compare.ts'

let handle: OneDnnHandle
beforeAll(() => {
  handle = openForTests()
})

const geometry = fc.record({
  n: fc.integer({ min: 1, max: 3 }),
  h: fc.integer({ min: 4, max: 9 }),
  w: fc.integer({ min: 4, max: 9 }),
  c: fc.integer({ min: 1, max: 18 }),
  filterSize: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  strides: fc.integer({ min: 1, max: 3 }),
  pad: fc.constantFrom<'same' | 'valid'>('same', 'valid'),
})

describe('MaxPool, AvgPool and their gradients', () => {
  test('agree with the CPU backend (except the gradient of a padded mean, which has its own test)', async () => {
    await fc.assert(
      fc.asyncProperty(geometry, async ({ n, h, w, c, filterSize, strides, pad }) => {
        const attributes = { filterSize, strides, pad }
        const compute = () => {
          const x = noise([n, h, w, c], 1)
          const y = run('MaxPool', { x }, attributes)
          const mean = run('AvgPool', { x }, attributes)
          const dy = noise(y.shape, 2)
          const recomputed = run('MaxPoolGrad', { dy, input: x, output: tf.zerosLike(y) }, attributes)
          const ofMax = run('MaxPoolGrad', { dy, input: x, output: y }, attributes)
          const ofMean = pad === 'valid' ? [run('AvgPoolGrad', { dy, input: x }, attributes)] : []
          return [y, mean, ofMax, recomputed, ...ofMean]
        }
        return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < 1e-5
      }),
      { seed: 22, numRuns: 60 },
    )
    expect(handle.statistics().fallbacks).toEqual({})
  })

  test('gives the gradient of a tie to the first largest element, as the CPU backend does', async () => {
    const attributes = { filterSize: 2, strides: 2, pad: 'valid' }
    const [dx] = await valuesOn('onednn', () => {
      const x = tf.ones([1, 2, 2, 1])
      return run(
        'MaxPoolGrad',
        { dy: tf.ones([1, 1, 1, 1]), input: x, output: run('MaxPool', { x }, attributes) },
        attributes,
      )
    })
    expect([...dx!]).toEqual([1, 0, 0, 0])
  })

  test('gives the gradient of a padded mean to the elements inside, as the slope of the forward pass demands', async () => {
    const attributes = { filterSize: 3, strides: 2, pad: 'same' }
    const shape = [1, 4, 4, 2]
    const x = Array.from({ length: 32 }, (_, i) => Math.sin(i))
    const forward = async (values: number[]) =>
      (
        await valuesOn('onednn', () =>
          tf.sum(tf.mul(run('AvgPool', { x: tf.tensor(values, shape) }, attributes), noise([1, 2, 2, 2], 6))),
        )
      )[0]![0]!
    const [dx] = await valuesOn('onednn', () =>
      run('AvgPoolGrad', { dy: noise([1, 2, 2, 2], 6), input: tf.tensor(x, shape) }, attributes),
    )
    for (const i of x.keys()) {
      const slope =
        (await forward(x.map((v, j) => (j === i ? v + 0.5 : v)))) -
        (await forward(x.map((v, j) => (j === i ? v - 0.5 : v))))
      expect(dx![i]).toBeCloseTo(slope, 4)
    }
  })
})
