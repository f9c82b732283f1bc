import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, vocabulary } from '../../support/vocabulary.ts'
import { apart, leftBy, randomNumbers } from './updated.ts'

beforeAll(() => useBackend('cpu'))

describe('lars', () => {
  test('makes the gradient of a kernel a share of the kernel: |p| = 5, |g| = 10, 0.1 * 5 / 10 = 0.05', () => {
    const left = leftBy({ lars: { trust: 0.1 } }, { kernel: [3, 4], bias: [3, 4] }, { kernel: [6, 8], bias: [6, 8] })
    // 0.05 * 6 = 0.3 and 0.05 * 8 = 0.4, of the norm 0.5 = 0.1 * 5
    expect(apart(left, { kernel: [0.3, 0.4], bias: [6, 8] })).toBeLessThan(1e-6)
  })

  test('leaves biases, scales and offsets as they are', () => {
    const { kernel: _kernel, ...gradients } = randomNumbers(3, 'gradients')
    const { kernel: __kernel, ...parameters } = randomNumbers(3, 'parameters')
    expect(leftBy('lars', parameters, gradients)).toEqual(gradients)
  })

  test('leaves the gradient of a kernel of zeros, and a gradient of zeros', () => {
    expect(leftBy('lars', { kernel: [0, 0] }, { kernel: [6, 8] })).toEqual({ kernel: [6, 8] })
    expect(leftBy('lars', { kernel: [3, 4] }, { kernel: [0, 0] })).toEqual({ kernel: [0, 0] })
  })

  test('law: |gradient| = trust |kernel|, however long the gradient was', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.double({ min: 0.001, max: 2, noNaN: true }),
        fc.integer({ min: -6, max: 6 }),
        (seed, trust, power) => {
          const [parameters, gradients] = [randomNumbers(seed, 'parameters'), randomNumbers(seed, 'gradients')]
          const longer = { ...gradients, kernel: gradients['kernel']!.map((slope) => slope * 2 ** power) }
          const left = leftBy({ lars: { trust } }, parameters, gradients)
          const [norm, wanted] = [Math.hypot(...left['kernel']!), trust * Math.hypot(...parameters['kernel']!)]
          return (
            Math.abs(norm - wanted) < 1e-5 * Math.max(1, wanted) &&
            apart(leftBy({ lars: { trust } }, parameters, longer), left) < 1e-5
          )
        },
      ),
      { seed: 73, numRuns: 60 },
    )
  })

  test('has a trust of 0.001 where a file gives none, and refuses 0', () => {
    expect(apart(leftBy('lars', { kernel: [3, 4] }, { kernel: [6, 8] }), { kernel: [0.003, 0.004] })).toBeLessThan(1e-8)
    expect(refusals(vocabulary.optimizer, { lars: { trust: 0 } })).toEqual([
      'Expected a number of at least 1e-12 at lars.trust, received 0',
    ])
  })
})
