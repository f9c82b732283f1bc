import { describe, expect, test } from 'vitest'
import { decayAt } from '../../../../src/kind/step/average/decayAt.ts'

describe('the decay of an average', () => {
  const at = (step: number, epoch: number) => ({ step, epoch, steps: 100 })

  test('is the share that it is given', () => expect(decayAt(0.9, at(3, 1))).toBe(0.9))

  test('halves in a number of steps: 2^(-1/4)', () =>
    expect(decayAt({ halfLife: 4, unit: 'steps' }, at(0, 0))).toBeCloseTo(0.840896, 6))

  test('halves in an epoch: 8 steps of 1/8 epoch leave half of it', () => {
    const share = decayAt({ halfLife: 1, unit: 'epochs' }, at(16, 2))
    expect(share ** 8).toBeCloseTo(0.5, 12)
  })

  test('leaves everything where no step says yet how long an epoch is', () =>
    expect(decayAt({ halfLife: 1, unit: 'epochs' }, at(0, 0))).toBe(1))
})
