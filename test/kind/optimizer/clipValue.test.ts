import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, vocabulary } from '../../support/vocabulary.ts'
import { leftBy, randomNumbers } from './updated.ts'

beforeAll(() => useBackend('cpu'))

describe('clipValue', () => {
  test('moves each entry beyond the bounds to them, of every kind of parameter', () =>
    expect(
      leftBy(
        { clipValue: { value: 0.5 } },
        { kernel: [1, 1, 1, 1], bias: [1] },
        { kernel: [-3, -0.5, 0.25, 0.5], bias: [0.75] },
      ),
    ).toEqual({ kernel: [-0.5, -0.5, 0.25, 0.5], bias: [0.5] }))

  test('law: entries within the bounds stay as they are, no entry is left beyond them', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 32 }), (seed, eighths) => {
        const value = eighths / 8
        const slopes = randomNumbers(seed, 'gradients')
        const left = leftBy({ clipValue: { value } }, randomNumbers(seed, 'parameters'), slopes)
        return Object.entries(slopes).every(([name, values]) =>
          values.every((slope, i) => left[name]![i] === Math.min(value, Math.max(-value, slope))),
        )
      }),
      { seed: 72, numRuns: 60 },
    )
  })

  test.each([
    [{}, 'Expected a number of at least 1e-12 at clipValue.value, received nothing'],
    [{ value: -1 }, 'Expected a number of at least 1e-12 at clipValue.value, received -1'],
  ])('%j is refused', (params, message) =>
    expect(refusals(vocabulary.optimizer, { clipValue: params })).toEqual([message]),
  )
})
