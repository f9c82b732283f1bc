import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startRate, timeLeft, updateRate } from '../../src/stream/rate.ts'

describe('rate', () => {
  test('the first reading stands alone: 30 in 2 s', () =>
    expect(updateRate(5)(startRate(10), { time: 12, count: 30 })).toEqual({ time: 12, count: 30, perSecond: 15 }))

  test('later ones weigh 1 - e^(-dt / window): 10 + (1 - e^-1) * (20 - 10)', () =>
    expect(updateRate(5)({ time: 0, count: 50, perSecond: 10 }, { time: 5, count: 150 }).perSecond).toBeCloseTo(
      16.321205588,
      8,
    ))

  test('a reading at the same time changes nothing', () => {
    const rate = { time: 3, count: 5, perSecond: 2 }
    expect(updateRate(5)(rate, { time: 3, count: 9 })).toBe(rate)
  })

  test.each([
    [100, 9],
    [10, 0],
    [5, 0],
  ])('time left to %d', (total, seconds) =>
    expect(timeLeft({ time: 0, count: 10, perSecond: 10 }, total)).toBe(seconds),
  )

  test('no end while nothing moves', () => expect(timeLeft(startRate(0), 5)).toBe(Number.POSITIVE_INFINITY))
})

describe('laws', () => {
  test('a constant rate is a fixed point', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 60 }), (perSecond, dt) => {
        const next = updateRate(7)({ time: 1, count: 9, perSecond }, { time: 1 + dt, count: 9 + perSecond * dt })
        return Math.abs(next.perSecond - perSecond) < 1e-9 * perSecond
      }),
      { seed: 8 },
    ))
})
