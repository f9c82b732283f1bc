import { type Applied, applied, type Bound, type Codec, either, kind, number, refine } from '../../codec/index.ts'
import { ContractViolation } from '../../prelude/errors.ts'
import type { Clock } from './clock.ts'

/** A quantity that changes while a phase runs. */
export interface Schedule {
  readonly valueAt: (clock: Clock) => number
  /** Every value of the schedule lies within these. */
  readonly bounds: readonly [least: number, most: number]
}

export type AppliedSchedule = Applied<'schedule', Schedule>

/** A fixed number, or a schedule that gives one for each step. */
export type Amount = number | AppliedSchedule

/** Declares a schedule. */
export const defineSchedule = kind<'schedule', Schedule>('schedule')

/** The codecs that other kinds need to accept a number or a schedule as a parameter. */
export interface Amounts {
  readonly schedule: Codec<Amount>
}

/** The codec of amounts, given the table of schedules. */
export const amountOf = (units: () => Readonly<Record<string, Bound<'schedule', Schedule>>>): Codec<Amount> =>
  either('a number or a schedule', number(), applied('a schedule', units))

/** Narrows a codec to amounts within bounds. Both bounds are inclusive; with `open`, `max` is exclusive. */
export const amountWithin = (
  amount: Codec<Amount>,
  { min, max = Number.POSITIVE_INFINITY, open = false }: { min: number; max?: number; open?: boolean },
): Codec<Amount> => {
  const upper = max === Number.POSITIVE_INFINITY ? '' : ` to ${open ? 'below ' : ''}${max}`
  const range = upper === '' ? `of at least ${min}` : `from ${min}${upper}`
  return refine(amount, `a number ${range}, or a schedule within that range`, (value) => {
    const [least, most] = typeof value === 'number' ? [value, value] : value.use.bounds
    return least >= min && (open ? most < max : most <= max)
  })
}

/** What rounding may add to a bound, relative to the value. */
const rounding = 1e-9

/** The value of an amount at one moment. Fails if a schedule leaves its bounds: a rate could become negative. */
export const valueAt =
  (amount: Amount) =>
  (clock: Clock): number => {
    if (typeof amount === 'number') return amount
    const { name, use } = amount
    const value = use.valueAt(clock)
    const [least, most] = use.bounds
    const room = rounding * Math.max(1, Math.abs(value))
    if (value >= least - room && value <= most + room) return value
    throw new ContractViolation(`Expected a value from ${least} to ${most} of the schedule ${name}, received ${value}`)
  }

/** The bounds of an amount, least and most. */
export const boundsOf = (amount: Amount): readonly [number, number] =>
  typeof amount === 'number' ? [amount, amount] : amount.use.bounds
