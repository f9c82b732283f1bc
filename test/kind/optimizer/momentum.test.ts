import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, vocabulary } from '../../support/vocabulary.ts'
import { ledTo, leftBy } from './updated.ts'

beforeAll(() => useBackend('cpu'))

const [parameters, gradients] = [
  { kernel: [9], bias: [9] },
  { kernel: [2], bias: [4] },
]

describe('momentum', () => {
  test('leaves the gradient itself at first, then a velocity: 2, 0.5 * 2 + 2 = 3, 0.5 * 3 + 2 = 3.5', () => {
    const part = { momentum: { momentum: 0.5 } }
    expect([1, 2, 3].map((updates) => leftBy(part, parameters, gradients, updates)['kernel'])).toEqual([
      [2],
      [3],
      [3.5],
    ])
    expect(leftBy(part, parameters, gradients, 3)['bias']).toEqual([7])
  })

  test('with `nesterov` looks ahead: 2 + 0.5 * 2 = 3, then 2 + 0.5 * 3 = 3.5', () => {
    const part = { momentum: { momentum: 0.5, nesterov: true } }
    expect([1, 2].map((updates) => leftBy(part, parameters, gradients, updates)['kernel'])).toEqual([[3], [3.5]])
  })

  test('of 0 is the gradient', () =>
    expect(leftBy({ momentum: { momentum: 0 } }, parameters, gradients, 3)).toEqual(gradients))

  test('follows a schedule: 0 at step 0, 0.25 at step 1, 0.5 at step 2', () => {
    // 2, 0.25 * 2 + 2 = 2.5, 0.5 * 2.5 + 2 = 3.25
    const part = { momentum: { momentum: { linear: { to: 0.5, end: 2 } } } }
    expect([1, 2, 3].map((updates) => leftBy(part, parameters, gradients, updates)['kernel'])).toEqual([
      [2],
      [2.5],
      [3.25],
    ])
  })

  test('before `rate` keeps the rate out of the velocity, after it puts it in', () => {
    // Rates 1 and 0.5, gradients 2.
    // Before: 9 - 1 * 2 - 0.5 * (0.5 * 2 + 2) = 5.5. After: 9 - 2 - (0.5 * 2 + 0.5 * 2) = 5.
    const [share, rate] = [
      { momentum: { momentum: 0.5 } },
      { rate: { rate: { step: { initial: 1, factor: 0.5, at: [1] } } } },
    ]
    const led = (list: unknown) => ledTo(list, parameters, [gradients, gradients]).parameters['kernel']
    expect([led([share, rate]), led([rate, share])]).toEqual([[5.5], [5]])
  })

  test.each([
    [1, 'Expected a number from 0 to below 1, or a schedule within that range at momentum.momentum, received 1'],
    [-0.1, 'Expected a number from 0 to below 1, or a schedule within that range at momentum.momentum, received -0.1'],
  ])('%d is refused', (share, message) =>
    expect(refusals(vocabulary.optimizer, { momentum: { momentum: share } })).toEqual([message]),
  )
})
