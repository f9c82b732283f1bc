import type { Lease, Outcome } from './credits.ts'

/**
 * Where an item came from: the position in the source's sequence, and which of the outputs that stages made of that position.
 *
 * The origin of the last item used is all that an exact resume needs (see `resumeAfter`).
 */
export interface Origin {
  readonly position: number
  readonly part: number
}

/** The origin "before everything": nothing was used yet. */
export const beginning: Origin = { position: 0, part: -1 }

/** A value on its way through a stream, with where it came from and the credit it owes. */
export interface Item<A> {
  readonly origin: Origin
  readonly value: A
  readonly lease: Lease
}

/** Settles every item of a batch: their credits return to their source. */
export const settle = (items: Iterable<Item<unknown>>, outcome: Outcome): void => {
  for (const { lease } of items) lease.settle(outcome)
}

/** Gives back the credit of an item that nobody will use. */
export const release = ({ lease }: Item<unknown>): void => lease.settle('released')
