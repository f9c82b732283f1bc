import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { valueAt } from '../../../src/kind/schedule/schedule.ts'
import { amountOf } from '../../support/vocabulary.ts'

const seed = 31

const at = (given: unknown) => {
  const value = valueAt(amountOf(given))
  return (step: number, steps = 100, epoch = 0): number => value({ step, steps, epoch })
}

describe('schedules', () => {
  test('a number is itself at any time', () => {
    expect([at(0.3)(0), at(0.3)(99), at(0.3)(1e6)]).toEqual([0.3, 0.3, 0.3])
  })

  test('linear has its exact ends, and the middle half way', () => {
    const ramp = at({ linear: { from: 1, to: 3, begin: 10, end: 20 } })
    expect([0, 10, 15, 20, 21].map((step) => ramp(step))).toEqual([1, 1, 2, 3, 3])
  })

  test('the ramp of Lee: 0 until epoch 100, 3 from epoch 600 on', () => {
    const alpha = at({ linear: { to: 3, begin: 100, end: 600, unit: 'epochs' } })
    expect([0, 100, 350, 600, 1000].map((epoch) => alpha(0, 1, epoch))).toEqual([0, 0, 1.5, 3, 3])
  })

  test('linear counts shares of the phase', () => {
    const ramp = at({ linear: { to: 1, end: 0.4, unit: 'share' } })
    expect([0, 20, 40, 100].map((step) => ramp(step, 100))).toEqual([0, 0.5, 1, 1])
  })

  test('linear with begin = end jumps there', () => {
    const jump = at({ linear: { to: 5, begin: 7, end: 7 } })
    expect([6, 7].map((step) => jump(step))).toEqual([0, 5])
  })

  test('cosine starts at the peak and ends at cos(7 pi / 16) of it, 0.19509', () => {
    const rate = at({ cosine: { peak: 0.03 } })
    expect(rate(0)).toBe(0.03)
    expect(rate(100)).toBeCloseTo(0.03 * 0.195090322, 10)
    expect(rate(1000)).toBe(rate(100))
  })

  test('a half turn of the cosine ends at 0, a whole one at minus the peak', () => {
    expect(at({ cosine: { peak: 1, turn: 0.5 } })(100)).toBeCloseTo(0, 12)
    expect(at({ cosine: { peak: 1, turn: 1 } })(100)).toBe(-1)
  })

  test('cosine stays at the peak where the end is not known', () => {
    expect(at({ cosine: { peak: 0.03 } })(500, Number.POSITIVE_INFINITY)).toBe(0.03)
  })

  test('step multiplies at the very step that it names', () => {
    const rate = at({ step: { initial: 8, factor: 0.5, at: [10, 20] } })
    expect([9, 10, 19, 20, 99].map((step) => rate(step))).toEqual([8, 4, 4, 2, 2])
  })

  test('exponential multiplies after each whole period: as PyTorch does in ExponentialLR (0.998) and StepLR (3, 0.1)', () => {
    // ExponentialLR: 2 * 0.998^n; StepLR: 8 * 0.1^floor(n / 3)
    const each = at({ exponential: { initial: 2, factor: 0.998, unit: 'epochs' } })
    expect([0, 0.99, 1, 2.5, 500].map((epoch) => each(7, 100, epoch))).toEqual([
      2,
      2,
      1.996,
      2 * 0.998 ** 2,
      2 * 0.998 ** 500,
    ])
    const third = at({ exponential: { initial: 8, factor: 0.1, every: 3 } })
    expect([0, 2, 3, 5, 6].map((step) => third(step))).toEqual([8, 8, 0.8, 0.8, 8 * 0.1 ** 2])
    const tenths = at({ exponential: { initial: 1, factor: 0.5, every: 0.25, unit: 'share' } })
    expect([0, 24, 25, 100].map((step) => tenths(step))).toEqual([1, 1, 0.5, 0.0625])
  })

  test('warm-up grows to what follows and hands over without a jump', () => {
    const rate = at({ warmUp: { steps: 4, into: 0.8 } })
    ;[0.2, 0.4, 0.6, 0.8, 0.8].forEach((expected, step) => {
      expect(rate(step)).toBeCloseTo(expected, 12)
    })
  })

  test('what follows a warm-up starts when it ends and ends with the phase', () => {
    const rate = at({ warmUp: { steps: 20, into: { cosine: { peak: 1, turn: 0.5 } } } })
    expect(rate(19)).toBe(1)
    expect(rate(20)).toBe(1)
    expect(rate(60)).toBeCloseTo(Math.SQRT1_2, 12)
    expect(rate(100)).toBeCloseTo(0, 12)
  })

  test.each([
    [
      'cosin',
      'Expected a schedule: one of linear, cosine, step, exponential, warmUp, received "cosin"; did you mean "cosine"?',
    ],
    [{ cosine: {} }, 'Expected a number at cosine.peak, received nothing'],
    [{ linear: { to: 1, end: -1 } }, 'Expected a number of at least 0 at linear.end, received -1'],
    [{ step: { initial: 1, at: [] } }, 'Expected a list of at least 1 at step.at, received []'],
    [
      { exponential: { initial: 1, factor: 1, every: 0 } },
      'Expected a number of at least 0.000001 at exponential.every, received 0',
    ],
    [{ exponential: { initial: 1, factor: -1 } }, 'Expected a number of at least 0 at exponential.factor, received -1'],
    [{ warmUp: { steps: 0, into: 1 } }, 'Expected a whole number of at least 1 at warmUp.steps, received 0'],
  ])('%j is refused', (given, message) => {
    expect(() => at(given)).toThrow(message)
  })
})

describe('laws', () => {
  test('a linear schedule stays between its ends and never turns back', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(100), fc.nat(100), (a, b, begin, length) => {
        const ramp = at({ linear: { from: 0, to: 1, begin, end: begin + length } })
        const [early, late] = [ramp(Math.min(a, b)), ramp(Math.max(a, b))]
        return 0 <= early && early <= late && late <= 1
      }),
      { seed },
    )
  })
})
