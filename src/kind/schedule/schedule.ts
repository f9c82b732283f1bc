import { type Applied, applied, type Bound, type Codec, either, kind, number, refine } from '../../codec/index.ts'
import type { Clock } from './clock.ts'

/** A quantity that changes while a phase runs. */
export interface Schedule {
  readonly valueAt: (clock: Clock) => number
  /** No value lies outside of these. */
  readonly bounds: readonly [least: number, most: number]
}

export type AppliedSchedule = Applied<'schedule', Schedule>

/** A number, or a schedule that gives one at each step. */
export type Amount = number | AppliedSchedule

/** Declares a schedule. */
export const defineSchedule = kind<'schedule', Schedule>('schedule')

/** What units of other kinds need to let a file write a number or a schedule. */
export interface Amounts {
  readonly schedule: Codec<Amount>
}

/** The codec of amounts, for a table of schedules. */
export const amountOf = (units: () => Readonly<Record<string, Bound<'schedule', Schedule>>>): Codec<Amount> =>
  either('a number or a schedule', number(), applied('a schedule', units))

/** Amounts that stay within bounds, both included unless `open`. */
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

/** The value of an amount at a moment. */
export const valueAt =
  (amount: Amount) =>
  (clock: Clock): number =>
    typeof amount === 'number' ? amount : amount.use.valueAt(clock)

/** The bounds of an amount. */
export const boundsOf = (amount: Amount): readonly [number, number] =>
  typeof amount === 'number' ? [amount, amount] : amount.use.bounds
