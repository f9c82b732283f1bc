// Covers src/backend/onednn/operation/sgd.ts.
// Covers src/backend/onednn/kernels/updates/adam.ts, src/backend/onednn/kernels/updates/movingAverage.ts.
// Covers src/backend/onednn/kernels/updates/sgd.ts, src/backend/onednn/kernels/updates/tensorLists.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { registerUpdateKernels } from '../../../../../src/backend/kernel/updateKernels.ts'
import { greatestDifference, noise, openForTests, outputs, valuesOn } from '../../compare.ts'

beforeAll(() => {
  openForTests()
  registerUpdateKernels('cpu')
})

const near = (values: readonly number[][], expected: readonly number[]): void =>
  values.forEach((value, i) => {
    expect(value[0]).toBeCloseTo(expected[i]!, 6)
  })

const scalars = (named: Record<string, number>): Record<string, tf.Tensor> =>
  Object.fromEntries(Object.entries(named).map(([name, value]) => [name, tf.tensor1d([value])]))

describe('SgdUpdate', () => {
  const start = { p0: 2, g0: 0.5, v0: 1 }
  const rule = { count: 1, rate: 0.1, momentum: 0.9 }

  test('without Nesterov: g = 0.5 + 0.25 * 2 = 1, v = 0.9 * 1 + 1 = 1.9, p = 2 - 0.1 * 1.9 = 1.81', async () => {
    const updated = await valuesOn('onednn', () =>
      outputs('SgdUpdate', scalars(start), { ...rule, nesterov: false, decay: [0.25] }),
    )
    near(updated, [1.81, 1.9])
  })

  test('with Nesterov: v = 0.9 + 0.5 = 1.4, p = 2 - 0.1 * (0.5 + 0.9 * 1.4) = 1.824', async () => {
    const updated = await valuesOn('onednn', () =>
      outputs('SgdUpdate', scalars(start), { ...rule, nesterov: true, decay: [0] }),
    )
    near(updated, [1.824, 1.4])
  })

  test('returns all parameters, then all velocities', async () => {
    const updated = await valuesOn('onednn', () =>
      outputs('SgdUpdate', scalars({ p0: 1, p1: 10, g0: 1, g1: 2, v0: 0, v1: 0 }), {
        count: 2,
        rate: 1,
        momentum: 0,
        nesterov: false,
        decay: [0, 0],
      }),
    )
    near(updated, [0, 8, 1, 2])
  })
})

describe('SgdUpdate by the library, from 4096 elements on', () => {
  const size = 5003
  const rules = [0, 0.9].flatMap((momentum) =>
    [false, true].flatMap((nesterov) => [0, 0.25].map((decay) => [momentum, nesterov, decay] as const)),
  )

  test.each(rules)('follows the formula: momentum %f, Nesterov %s, decay %f', async (momentum, nesterov, decay) => {
    const rate = 0.1
    const inputs = () => ({ p0: noise([size], 1), g0: noise([size], 2), v0: noise([size], 3) })
    const ours = await valuesOn('onednn', () =>
      outputs('SgdUpdate', inputs(), { count: 1, rate, momentum, nesterov, decay: [decay] }),
    )
    const theirs = await valuesOn('cpu', () => {
      const { p0, g0, v0 } = inputs()
      const g = tf.add(g0, tf.mul(p0, decay))
      const v = tf.add(tf.mul(v0, momentum), g)
      return [tf.sub(p0, tf.mul(nesterov ? tf.add(g, tf.mul(v, momentum)) : v, rate)), v]
    })
    expect(greatestDifference(ours, theirs)).toBeLessThan(1e-6)
  })
})

describe('AdamUpdate', () => {
  const rule = { count: 1, rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0, step: 1 }

  test('moves by the rate at step 1: m = 0.05, s = 0.0025, and both corrections give 0.5 / sqrt(0.25) = 1', async () => {
    const updated = await valuesOn('onednn', () =>
      outputs('AdamUpdate', scalars({ p0: 2, g0: 0.5, m0: 0, s0: 0 }), { ...rule, decay: [0], decoupled: false }),
    )
    near(updated, [1.9, 0.05, 0.0025])
  })

  test('decays apart from the gradient when decoupled: p = 2 * (1 - 0.1 * 0.5) - 0.1 = 1.8', async () => {
    const updated = await valuesOn('onednn', () =>
      outputs('AdamUpdate', scalars({ p0: 2, g0: 0.5, m0: 0, s0: 0 }), { ...rule, decay: [0.5], decoupled: true }),
    )
    near(updated, [1.8, 0.05, 0.0025])
  })

  test('decays through the gradient when coupled: g = 0.5 + 0.5 * 2 = 1.5, m = 0.15, s = 0.0225', async () => {
    const updated = await valuesOn('onednn', () =>
      outputs('AdamUpdate', scalars({ p0: 2, g0: 0.5, m0: 0, s0: 0 }), { ...rule, decay: [0.5], decoupled: false }),
    )
    near(updated, [1.9, 0.15, 0.0225])
  })
})

describe('MovingAverage', () => {
  test('keeps 0.9 of the average: 0.9 * 1 + 0.1 * 3 = 1.2', async () => {
    near(
      await valuesOn('onednn', () => outputs('MovingAverage', scalars({ a0: 1, x0: 3 }), { count: 1, decay: 0.9 })),
      [1.2],
    )
  })

  test('copies at decay 0 and freezes at decay 1', async () => {
    near(
      await valuesOn('onednn', () => outputs('MovingAverage', scalars({ a0: 1, x0: 3 }), { count: 1, decay: 0 })),
      [3],
    )
    near(
      await valuesOn('onednn', () => outputs('MovingAverage', scalars({ a0: 1, x0: 3 }), { count: 1, decay: 1 })),
      [1],
    )
  })
})

describe('every update', () => {
  /** Inputs of an update: for each shape one tensor per letter. */
  const random = (shapes: readonly (readonly number[])[], letters: readonly string[], seed: number) =>
    Object.fromEntries(
      shapes.flatMap((shape, i) =>
        letters.map((letter, j) => {
          const values = noise(shape, seed + 10 * i + j)
          // A mean of squares is not negative.
          return [`${letter}${i}`, letter === 's' ? tf.square(values) : values] as const
        }),
      ),
    )

  test('agrees with the CPU backend over numbers and shapes of parameters', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 0, maxLength: 4 }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.record({
          nesterov: fc.boolean(),
          decoupled: fc.boolean(),
          step: fc.integer({ min: 1, max: 50 }),
          seed: fc.nat(1000),
        }),
        async (shapes, { nesterov, decoupled, step, seed }) => {
          const count = shapes.length
          const decay = shapes.map((_, i) => (i % 2 === 0 ? 0.01 : 0))
          const compute = () => [
            ...outputs('SgdUpdate', random(shapes, ['p', 'g', 'v'], seed), {
              count,
              rate: 0.1,
              momentum: 0.9,
              nesterov,
              decay,
            }),
            ...outputs('AdamUpdate', random(shapes, ['p', 'g', 'm', 's'], seed), {
              ...{ count, rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, step, decay, decoupled },
            }),
            ...outputs('MovingAverage', random(shapes, ['a', 'x'], seed), { count, decay: 0.9 }),
          ]
          return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < 1e-5
        },
      ),
      { seed: 53, numRuns: 40 },
    ))
})
