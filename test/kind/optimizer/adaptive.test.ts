import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, vocabulary } from '../../support/vocabulary.ts'
import { apart, ledTo, leftBy, randomNumbers } from './updated.ts'

beforeAll(() => useBackend('cpu'))

describe('adaptive', () => {
  test('leaves the sign of the first gradient, whatever its size', () => {
    const left = leftBy(
      { adaptive: { epsilon: 0 } },
      { kernel: [1, 1], bias: [1] },
      { kernel: [100, -0.01], bias: [3] },
    )
    expect(apart(left, { kernel: [1, -1], bias: [1] })).toBeLessThan(1e-5)
  })

  test('forgets: gradients 4 and 0 with beta1 = 1/2 and beta2 = 3/4', () => {
    // m = 2, then 1, over 1 - 1/4: 4/3. v = 4, then 3, over 1 - 9/16: 48/7. 4/3 / sqrt(48/7) = 0.509175
    const list = [{ adaptive: { beta1: 0.5, beta2: 0.75, epsilon: 0 } }, { rate: { rate: 1 } }]
    const moved = (gradients: readonly number[]) =>
      ledTo(
        list,
        { kernel: [0] },
        gradients.map((slope) => ({ kernel: [slope] })),
      ).parameters['kernel']![0]!
    expect(moved([4, 0]) - moved([4])).toBeCloseTo(-(4 / 3) / Math.sqrt(48 / 7), 5)
  })

  test('adds epsilon to the root: 2 / (2 + 2) = 1/2', () =>
    expect(leftBy({ adaptive: { epsilon: 2 } }, { kernel: [1] }, { kernel: [2] })['kernel']![0]).toBeCloseTo(0.5, 6))

  test('law: `[adaptive, rate]` equals `adam` without decay', () => {
    const share = fc.double({ min: 0, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(fc.nat(), share, share, fc.integer({ min: 1, max: 5 }), (seed, beta1, beta2, updates) => {
        const [parameters, params] = [randomNumbers(seed, 'parameters'), { beta1, beta2, epsilon: 1e-3 }]
        const gradients = Array.from({ length: updates }, (_, update) => randomNumbers(seed, `gradients ${update}`))
        const [list, whole] = [[{ adaptive: params }, { rate: { rate: 0.1 } }], { adam: { ...params, rate: 0.1 } }]
        return (
          apart(ledTo(list, parameters, gradients).parameters, ledTo(whole, parameters, gradients).parameters) < 1e-6
        )
      }),
      { seed: 74, numRuns: 60 },
    )
  })

  test.each([
    [{ beta1: 1 }, 'Expected a number from 0 to below 1 at adaptive.beta1, received 1'],
    [{ beta2: -0.1 }, 'Expected a number from 0 to below 1 at adaptive.beta2, received -0.1'],
    [{ epsilon: -1 }, 'Expected a number of at least 0 at adaptive.epsilon, received -1'],
  ])('%j is refused', (params, message) =>
    expect(refusals(vocabulary.optimizer, { adaptive: params })).toEqual([message]),
  )
})
