import { InvariantViolation } from '../prelude/errors.ts'
import { fold, type Key } from '../prelude/key.ts'
import { permutation } from '../prelude/permutation.ts'

/**
 * A list whose items are computed on demand from a key and a position: it holds nothing, may be endless, and can be entered anywhere.
 *
 * Law: `at` is a pure function, so reading from the middle gives what a reader from the start would have found there.
 */
export interface Sequence<A> {
  /** Number of positions; may be Infinity. */
  readonly length: number
  readonly at: (key: Key, position: number) => A
}

/** The positions themselves: 0 .. length - 1. */
export const range = (length: number): Sequence<number> => ({ length, at: (_, position) => position })

/** The items of a list. */
export const sequenceOf = <A>(items: readonly A[]): Sequence<A> =>
  map((position: number) => items[position]!)(range(items.length))

/** Every item through a function, which is also given the key that `repeat` folded for the item's epoch. */
export const map =
  <A, B>(transform: (item: A, key: Key) => B) =>
  (sequence: Sequence<A>): Sequence<B> => ({
    length: sequence.length,
    at: (key, position) => transform(sequence.at(key, position), key),
  })

/** The first `count` positions. */
export const take =
  (count: number) =>
  <A>(sequence: Sequence<A>): Sequence<A> => ({ length: Math.min(count, sequence.length), at: sequence.at })

/** The items of the first, then those of the second. */
export const concat = <A>(first: Sequence<A>, second: Sequence<A>): Sequence<A> => ({
  length: first.length + second.length,
  at: (key, position) => (position < first.length ? first.at(key, position) : second.at(key, position - first.length)),
})

/**
 * The sequence again and again. Each epoch is given a key of its own, so `repeat(2)(shuffle(s))` has two orders.
 *
 * Edge: an empty sequence stays empty, however often it is repeated.
 *
 * @param times number of epochs, may be Infinity
 */
export const repeat =
  (times: number) =>
  <A>(sequence: Sequence<A>): Sequence<A> => ({
    length: sequence.length === 0 || times === 0 ? 0 : sequence.length * times,
    at: (key, position) => {
      const epoch = Math.floor(position / sequence.length)
      return sequence.at(fold(key, 'epoch', epoch), position - epoch * sequence.length)
    },
  })

/**
 * The same items in an order drawn from the key, in O(1) memory (see `permutation`).
 *
 * Law: over all positions, the items of `shuffle(s)` are those of `s`, each once.
 */
export const shuffle = <A>(sequence: Sequence<A>): Sequence<A> => {
  if (sequence.length === Number.POSITIVE_INFINITY) {
    throw new InvariantViolation(
      'Expected a finite sequence to shuffle, received an endless one (shuffle, then repeat)',
    )
  }
  let drawn: { readonly key: Key; readonly order: (index: number) => number } | undefined
  return {
    length: sequence.length,
    at: (key, position) => {
      if (drawn === undefined || drawn.key.hi !== key.hi || drawn.key.lo !== key.lo) {
        drawn = { key, order: permutation(fold(key, 'shuffle'), sequence.length) }
      }
      return sequence.at(key, drawn.order(position))
    },
  }
}
