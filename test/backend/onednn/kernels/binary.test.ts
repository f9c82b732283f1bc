import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OneDnnHandle } from '../../../../src/backend/onednn/index.ts'
import { greatestDifference, noise, openForTests, run, valuesOn } from '../compare.ts'

let handle: OneDnnHandle
beforeAll(() => {
  handle = openForTests()
})

/** Two shapes that broadcast. Any axis may have extent 1 on one side, and b may lack leading axes. */
const broadcastable = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 0, maxLength: 4 }),
    wide: fc.constantFrom(1, 40),
    ones: fc.array(fc.constantFrom('both', 'a', 'b'), { minLength: 5, maxLength: 5 }),
    drop: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ shape, wide, ones, drop }) => {
    const whole = shape.map((extent, i) => (i === 0 ? extent * wide : extent))
    const a = whole.map((extent, i) => (ones[i] === 'a' ? 1 : extent))
    const b = whole.map((extent, i) => (ones[i] === 'b' ? 1 : extent)).slice(drop)
    return { a, b }
  })

describe('functions of two tensors', () => {
  test('agree with the CPU backend over shapes that broadcast, in either order', () =>
    fc.assert(
      fc.asyncProperty(broadcastable, async ({ a, b }) => {
        const compute = () => {
          const [x, y] = [noise(a, 1), tf.add(noise(b, 2), 2)]
          return ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'].flatMap((name) => [
            run(name, { a: x, b: y }),
            run(name, { a: y, b: tf.add(tf.abs(x), 1) }),
          ])
        }
        return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < 1e-6
      }),
      { seed: 24, numRuns: 120 },
    ))

  test.each([
    [[64, 9, 9, 16], [16]],
    [[64, 9, 9, 16], []],
    [
      [300, 17],
      [300, 1],
    ],
    [
      [300, 17],
      [1, 17],
    ],
    [[20_001], [20_001]],
    [
      [1, 1, 1, 16],
      [64, 9, 9, 16],
    ],
  ])('agree with the CPU backend where a primitive runs: %j and %j', async (a, b) => {
    const compute = () => {
      const [x, y] = [noise(a, 1), tf.add(noise(b, 2), 2)]
      return ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'].map((name) => run(name, { a: x, b: y }))
    }
    expect(greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))).toBeLessThan(1e-6)
  })

  test.each(['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'])(
    '%s passes on a NaN of either side',
    async (name) => {
      for (const length of [3, 5000]) {
        const values = await valuesOn('onednn', () => {
          const [nan, one] = [tf.fill([length], Number.NaN), tf.ones([length])]
          return [run(name, { a: nan, b: one }), run(name, { a: one, b: nan }), run(name, { a: nan, b: tf.scalar(1) })]
        })
        expect(values.map((y) => y[length - 1])).toEqual([Number.NaN, Number.NaN, Number.NaN])
      }
    },
  )

  test('leave other types to the copied kernels, and count a fallback', async () => {
    const [sum] = await valuesOn('onednn', () => tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32')))
    expect(sum).toEqual([4, 6])
    expect(handle.statistics().fallbacks['Add']).toBe(1)
  })
})
