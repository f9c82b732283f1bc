import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, vocabulary } from '../../support/vocabulary.ts'
import { leftBy, randomNumbers } from './updated.ts'

beforeAll(() => useBackend('cpu'))

describe('weightDecay', () => {
  test('adds a quarter of the kernel to its gradient: 3 + 0.25 * 2 = 3.5; biases, scales and offsets keep theirs', () => {
    const [parameters, gradients] = [
      { kernel: [2], bias: [2], scale: [2], offset: [2] },
      { kernel: [3], bias: [3], scale: [3], offset: [3] },
    ]
    expect(leftBy({ weightDecay: { decay: 0.25 } }, parameters, gradients)).toEqual({ ...gradients, kernel: [3.5] })
  })

  test('of 0 leaves every gradient as it is', () => {
    const gradients = randomNumbers(1, 'gradients')
    expect(leftBy({ weightDecay: { decay: 0 } }, randomNumbers(1, 'parameters'), gradients)).toEqual(gradients)
  })

  test.each([
    [{}, 'Expected a number of at least 0 at weightDecay.decay, received nothing'],
    [{ decay: -0.1 }, 'Expected a number of at least 0 at weightDecay.decay, received -0.1'],
  ])('%j is refused', (params, message) =>
    expect(refusals(vocabulary.optimizer, { weightDecay: params })).toEqual([message]),
  )
})
