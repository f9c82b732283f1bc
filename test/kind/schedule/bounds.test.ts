// Covers src/kind/schedule/schedules.ts, src/kind/schedule/linear.ts, src/kind/schedule/cosine.ts.
// Covers src/kind/schedule/step.ts, src/kind/schedule/exponential.ts, src/kind/schedule/warmUp.ts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../../src/kind/schedule/clock.ts'
import { type Amount, amountWithin, boundsOf, valueAt } from '../../../src/kind/schedule/schedule.ts'
import { schedules } from '../../../src/kind/schedule/schedules.ts'
import { arbitrary } from '../../../src/testing/arbitrary.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { amountOf, refusals, vocabulary, written } from '../../support/vocabulary.ts'

/** Any moment of a phase of 1 to 1000 steps, or of one whose end is not known. */
const clocks: fc.Arbitrary<Clock> = fc
  .record({
    steps: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.constant(Number.POSITIVE_INFINITY)),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    epoch: fc.double({ min: 0, max: 1000, noNaN: true }),
  })
  .map(({ steps, place, epoch }) => ({
    step: Math.floor(place * (Number.isFinite(steps) ? steps : 5000)),
    steps,
    epoch,
  }))

/** An amount for each schedule of the table, with random parameters. */
const amounts = Object.values(schedules).map((unit): readonly [string, fc.Arbitrary<Amount>] => [
  unit.name,
  arbitrary(paramsOf(unit as never)).map(
    (params: unknown): Amount => ({ kind: 'schedule', name: unit.name, params, use: unit.use(params as never) }),
  ),
])

const holds = (amount: Amount, clock: Clock): boolean => {
  const [least, most] = boundsOf(amount)
  const value = valueAt(amount)(clock)
  const rounding = 1e-9 * Math.max(1, Math.abs(value))
  return !Number.isNaN(value) && least <= most && value >= least - rounding && value <= most + rounding
}

describe('law: no value lies outside of the bounds', () => {
  test.each(amounts)('of %s, at any moment', (_name, amount) => {
    fc.assert(fc.property(amount, clocks, holds), { seed: 81, numRuns: 500 })
  })

  test.each(amounts)('of a warm-up into %s', (_name, amount) => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 2000 }), clocks, (into, steps, clock) =>
        holds({ kind: 'schedule', name: 'warmUp', params: {}, use: schedules.warmUp.use({ steps, into }) }, clock),
      ),
      { seed: 82, numRuns: 500 },
    )
  })
})

describe('bounds', () => {
  test.each([
    [0.3, [0.3, 0.3]],
    [{ linear: { from: 3, to: -1, end: 9 } }, [-1, 3]],
    // cos(pi / 2) is 6e-17 in floating point; cos(pi) is -1.
    [{ cosine: { peak: 2, turn: 1 } }, [-2, 2]],
    [{ cosine: { peak: -2, turn: 1 } }, [-2, 2]],
    // 8, -4, 2
    [{ step: { initial: 8, factor: -0.5, at: [1, 2] } }, [-4, 8]],
    [{ exponential: { initial: 8, factor: 0.5 } }, [0, 8]],
    [{ exponential: { initial: -8, factor: 0.5 } }, [-8, 0]],
    [{ exponential: { initial: 8, factor: 1 } }, [8, 8]],
    [{ exponential: { initial: 8, factor: 2 } }, [8, Number.POSITIVE_INFINITY]],
    [{ exponential: { initial: -8, factor: 2 } }, [Number.NEGATIVE_INFINITY, -8]],
    [{ exponential: { initial: 0, factor: 2 } }, [0, 0]],
    [{ warmUp: { steps: 4, into: 0.8 } }, [0, 0.8]],
    [{ warmUp: { steps: 4, into: { linear: { from: -1, to: -3, end: 9 } } } }, [-3, 0]],
  ])('of %j are %j', (given, bounds) => expect(boundsOf(amountOf(given))).toEqual(bounds))
})

describe('a warm-up as long as the phase, or longer', () => {
  test.each([4, 6])('of %i steps in a phase of 4 grows towards the start of what follows', (steps) => {
    for (const into of [{ cosine: { peak: 12 } }, { linear: { from: 12, to: 0, end: 1, unit: 'share' } }]) {
      const rate = valueAt(amountOf({ warmUp: { steps, into } }))
      const values = [0, 1, 2, 3].map((step) => rate({ step, steps: 4, epoch: 0 }))
      expect(values).toEqual([1, 2, 3, 4].map((step) => (12 * step) / steps))
    }
  })
})

test('an exponential schedule of 0 stays 0, however its factor grows', () => {
  const clock = { step: 5000, steps: 10_000, epoch: 0 }
  expect(valueAt(amountOf({ exponential: { initial: 0, factor: 2 } }))(clock)).toBe(0)
  expect(valueAt(amountOf({ exponential: { initial: 1, factor: 2 } }))(clock)).toBe(Number.POSITIVE_INFINITY)
})

describe('warm-up inside a warm-up', () => {
  test('counts its steps from the end of the outer one: 2 steps, then 2 steps into 8', () => {
    const rate = valueAt(amountOf({ warmUp: { steps: 2, into: { warmUp: { steps: 2, into: 8 } } } }))
    // The inner one starts at 8 / 2 = 4, of which the outer one takes a half and the whole. Then 4 and 8.
    expect([0, 1, 2, 3, 4, 9].map((step) => rate({ step, steps: 10, epoch: 0 }))).toEqual([2, 4, 4, 8, 8, 8])
  })
})

describe('amountWithin', () => {
  const { schedule } = vocabulary
  const within = (range: Parameters<typeof amountWithin>[1], given: unknown) =>
    refusals(amountWithin(schedule, range), given)
  const share = { min: 0, max: 1, open: true }

  test.each([
    [{ min: 0 }, 0],
    [{ min: 0 }, { linear: { from: 0, to: 9, end: 3 } }],
    [{ min: 0, max: 1 }, 1],
    [{ min: 0, max: 1 }, { linear: { from: 0, to: 1, end: 3 } }],
    [share, 0],
    [share, { warmUp: { steps: 3, into: { cosine: { peak: 0.9, turn: 0.5 } } } }],
  ])('%j takes %j', (range, given) => expect(within(range, given)).toEqual([]))

  test.each([
    [{ min: 0 }, -0.1, 'a number of at least 0, or a schedule within that range, received -0.1'],
    [
      { min: 0 },
      { step: { initial: 1, factor: -1, at: [3] } },
      'a number of at least 0, or a schedule within that range, received {"step":{"initial":1,"factor":-1,"at":[3]}}',
    ],
    [{ min: 0.5, max: 1 }, 1.1, 'a number from 0.5 to 1, or a schedule within that range, received 1.1'],
    [{ min: 0.5, max: 1 }, 0.4, 'a number from 0.5 to 1, or a schedule within that range, received 0.4'],
    [share, 1, 'a number from 0 to below 1, or a schedule within that range, received 1'],
    [
      share,
      { exponential: { initial: 0.5, factor: 2 } },
      'a number from 0 to below 1, or a schedule within that range, received {"exponential":{"initial":0.5,"factor":2}}',
    ],
  ])('%j refuses %j', (range, given, message) => expect(within(range, given)).toEqual([`Expected ${message}`]))

  test('leaves the message of what is no amount to the amount', () => {
    expect(within({ min: 0 }, { linear: { to: 1 } })).toEqual([
      'Expected a number of at least 0 at linear.end, received nothing',
    ])
    expect(within({ min: 0 }, true)).toEqual(['Expected a number or a schedule, received true'])
  })

  test('encodes what it decoded', () => {
    const given = { linear: { from: 0, to: 1, begin: 0, end: 3, unit: 'epochs' } }
    const codec = amountWithin(schedule, { min: 0 })
    expect(codec.encode(written(codec, given))).toEqual(given)
    expect(codec.encode(written(codec, 0.5))).toBe(0.5)
  })
})

test('a schedule that leaves its bounds is refused when it does', () => {
  const amount = (value: number): Amount => ({
    kind: 'schedule',
    name: 'mine',
    params: {},
    use: { valueAt: ({ step }) => (step === 0 ? 0.5 : value), bounds: [0, 1] },
  })
  const at = (value: number, step: number) => valueAt(amount(value))({ step, steps: 9, epoch: 0 })
  expect(at(-1, 0)).toBe(0.5)
  for (const value of [-1, 2, Number.NaN]) {
    expect(() => at(value, 1)).toThrow(`Expected a value from 0 to 1 of the schedule mine, received ${value}`)
  }
})
