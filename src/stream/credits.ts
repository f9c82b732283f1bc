import { InvariantViolation } from '../prelude/errors.ts'

/**
 * How an item ended: used by the consumer, rejected by a stage that found it unfit, failed with an error, or
 * released without a verdict.
 */
export type Outcome = 'used' | 'rejected' | 'failed' | 'released'

/**
 * What happened to the items read so far.
 *
 * Law: read = used + rejected + failed + released + inFlight, and highWater <= budget.
 */
export interface Counts {
  readonly budget: number
  readonly read: number
  readonly used: number
  readonly rejected: number
  readonly failed: number
  readonly released: number
  readonly inFlight: number
  /** Most items ever in flight at once. */
  readonly highWater: number
}

/** One credit, spent on one item. It returns when every part of the item is settled. */
export interface Lease {
  /** Splits the item: `more` further parts must be settled before the credit returns. */
  readonly hold: (more: number) => void
  /** Settles one part. An item counts as used if any part was, else failed, else rejected, else released. */
  readonly settle: (outcome: Outcome) => void
}

/** How many items one source may have in flight. Credits are handed out and taken back one by one. */
export interface Credits {
  /** Spends a credit. Undefined if all are spent. */
  readonly spend: () => Lease | undefined
  readonly counts: () => Counts
  /** Calls `wake` whenever a credit has returned, until the result is called. */
  readonly onReturn: (wake: () => void) => () => void
  /** Takes back every credit in flight. Those items count as released, and later verdicts are ignored. */
  readonly reclaim: () => void
}

const weight: Readonly<Record<Outcome, number>> = { released: 0, rejected: 1, failed: 2, used: 3 }

/**
 * The credits of one source.
 *
 * RxJS pushes and never waits, so a source reads only what it holds a credit for (see `pull`). One credit
 * stands for one item read, however many views or parts later stages make of it.
 *
 * @example
 * const account = credits(1)
 * const lease = account.spend()
 * account.spend() // => undefined
 * lease.settle('used')
 * account.counts().used // => 1
 *
 * @param budget most items in flight at once, at least 1; a batch of n needs at least n, and n more to fill
 *   the next batch while one is consumed
 */
export const credits = (budget: number): Credits => {
  if (!(budget >= 1)) throw new InvariantViolation(`Expected a budget of at least 1 item, received ${budget}`)
  const totals = { used: 0, rejected: 0, failed: 0, released: 0 }
  const listeners = new Set<() => void>()
  let read = 0
  let inFlight = 0
  let highWater = 0
  let generation = 0

  const spend = (): Lease | undefined => {
    if (inFlight >= budget) return undefined
    read++
    inFlight++
    if (inFlight > highWater) highWater = inFlight
    const own = generation
    let parts = 1
    let verdict: Outcome = 'released'
    return {
      hold: (more) => {
        parts += more
      },
      settle: (outcome) => {
        if (own !== generation) return
        if (parts === 0)
          throw new InvariantViolation(`Expected each part to be settled once, received one more: ${outcome}`)
        if (weight[outcome] > weight[verdict]) verdict = outcome
        parts--
        if (parts > 0) return
        totals[verdict]++
        inFlight--
        for (const wake of listeners) wake()
      },
    }
  }

  return {
    spend,
    counts: () => ({ budget, read, ...totals, inFlight, highWater }),
    onReturn: (wake) => {
      listeners.add(wake)
      return () => listeners.delete(wake)
    },
    reclaim: () => {
      generation++
      totals.released += inFlight
      inFlight = 0
    },
  }
}
