import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, vocabulary } from '../../support/vocabulary.ts'
import { leftBy } from './updated.ts'

beforeAll(() => useBackend('cpu'))

const [parameters, gradients] = [
  { kernel: [1, 1], bias: [1] },
  { kernel: [2, -4], bias: [8] },
]

describe('rate', () => {
  test('multiplies every gradient', () =>
    expect(leftBy({ rate: { rate: 0.25 } }, parameters, gradients)).toEqual({ kernel: [0.5, -1], bias: [2] }))

  test('of 0 stops', () =>
    expect(leftBy({ rate: { rate: 0 } }, parameters, gradients)).toEqual({ kernel: [0, -0], bias: [0] }))

  test('follows a schedule: 1 at step 0, half of it from step 1 on', () => {
    const part = { rate: { rate: { step: { initial: 1, factor: 0.5, at: [1] } } } }
    expect([1, 2].map((updates) => leftBy(part, parameters, gradients, updates)['bias'])).toEqual([[8], [4]])
  })

  test.each([
    [{}, 'Expected a number of at least 0, or a schedule within that range at rate.rate, received nothing'],
    [{ rate: -0.1 }, 'Expected a number of at least 0, or a schedule within that range at rate.rate, received -0.1'],
    [
      { rate: { cosine: { peak: 1, turn: 0.75 } } },
      'Expected a number of at least 0, or a schedule within that range at rate.rate, received {"cosine":{"peak":1,"turn":0.75}}',
    ],
  ])('%j is refused', (params, message) => expect(refusals(vocabulary.optimizer, { rate: params })).toEqual([message]))
})
