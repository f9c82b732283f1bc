import type { Lease, Outcome } from './credits.ts'

/**
 * Where an item came from: the position in the source's sequence, and the number of the output that stages
 * made of that position.
 *
 * An exact resume needs only the origin of the last used item (see `resumeAfter`).
 */
export interface Origin {
  readonly position: number
  readonly part: number
}

/** The origin before everything: nothing has been used yet. */
export const beginning: Origin = { position: 0, part: -1 }

/** A value on its way through a stream, with its origin and the credit it owes. */
export interface Item<A> {
  readonly origin: Origin
  readonly value: A
  readonly lease: Lease
}

/**
 * Settles every item of a batch, which returns their credits to their source.
 *
 * @example
 * import { credits } from './credits.ts'
 * const account = credits(2)
 * settle([{ origin: beginning, value: 'a', lease: account.spend() }], 'used')
 * account.counts().used // => 1
 */
export const settle = (items: Iterable<Item<unknown>>, outcome: Outcome): void => {
  for (const { lease } of items) lease.settle(outcome)
}

/**
 * Returns the credit of an item that nobody will use.
 *
 * @example
 * import { credits } from './credits.ts'
 * const account = credits(2)
 * release({ origin: beginning, value: 'a', lease: account.spend() })
 * account.counts().released // => 1
 */
export const release = ({ lease }: Item<unknown>): void => lease.settle('released')
