import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { averageTensors } from '../../../src/tensor/operation/averageTensors.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { computing } from '../../support/computing.ts'

const averaged = (a: readonly number[], x: readonly number[], decay: number): number[] =>
  tf.tidy(() => [...averageTensors({ w: tf.tensor1d([...a]) }, { w: tf.tensor1d([...x]) }, decay)['w']!.dataSync()])

describe.each(computing)('averageTensors, $name', ({ start }) => {
  beforeAll(start)

  test('keeps the share decay of the old average', () => {
    // 0.75 4 + 0.25 8 = 5; 0.75 0 + 0.25 -4 = -1.
    expect(averaged([4, 0], [8, -4], 0.75)).toEqual([5, -1])
  })

  test('creates one tensor for each and no others, and leaves its inputs alive', () => {
    const average = { w: tf.ones([2]), b: tf.scalar(1) }
    const values = { w: tf.zeros([2]), b: tf.scalar(0) }
    const before = tf.memory().numTensors
    const next = averageTensors(average, values, 0.9)
    expect(tf.memory().numTensors - before).toBe(2)
    expect(next['b']!.shape).toEqual([])
    disposeTensors(next)
    expect([average.w, values.w].some(({ isDisposed }) => isDisposed)).toBe(false)
  })

  test('accepts empty records', () => {
    expect(averageTensors({}, {}, 0.9)).toEqual({})
  })

  test('refuses a missing value, and one of another shape', () => {
    const w = tf.ones([2, 2])
    expect(() => averageTensors({ w }, {}, 0.9)).toThrow('Expected a tensor at values w, received none')
    expect(() => averageTensors({ w }, { w: tf.ones([2]) }, 0.9)).toThrow('Expected [2, 2] at values w, received [2]')
  })

  describe('laws', () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 })
    const pairs = fc.array(fc.tuple(float, float), { minLength: 1, maxLength: 6 })
    const seed = 9
    const same = (a: readonly number[], b: readonly number[]): boolean => a.every((value, i) => value === b[i])

    test('decay 0 copies, decay 1 freezes', () => {
      fc.assert(
        fc.property(pairs, (values) => {
          const [a, x] = [values.map(([a]) => a), values.map(([, x]) => x)]
          return same(averaged(a, x, 0), x) && same(averaged(a, x, 1), a)
        }),
        { seed, numRuns: 50 },
      )
    })

    test('a constant is a fixed point, and an average stays between what it averages', () => {
      fc.assert(
        fc.property(pairs, fc.double({ min: 0, max: 1, noNaN: true }), (values, decay) => {
          const [a, x] = [values.map(([a]) => a), values.map(([, x]) => x)]
          const slack = 1e-3
          const fixed = averaged(a, a, decay).every((value, i) => Math.abs(value - a[i]!) <= slack)
          const between = averaged(a, x, decay).every(
            (value, i) => value >= Math.min(a[i]!, x[i]!) - slack && value <= Math.max(a[i]!, x[i]!) + slack,
          )
          return fixed && between
        }),
        { seed, numRuns: 50 },
      )
    })
  })
})
