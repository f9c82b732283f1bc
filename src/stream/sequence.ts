import { InvariantViolation } from '../prelude/errors.ts'
import { fold, type Key } from '../prelude/key.ts'
import { permutation } from '../prelude/permutation.ts'

/**
 * A list whose items are computed on demand from a key and a position.
 *
 * It stores nothing, may be endless, and can be entered anywhere.
 *
 * Law: `at` is a pure function, so a reader from the middle finds what a reader from the start finds there.
 */
export interface Sequence<A> {
  /** Number of positions; may be Infinity. */
  readonly length: number
  readonly at: (key: Key, position: number) => A
}

/**
 * The positions themselves: 0 .. length - 1.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * range(Infinity).at(keyOf(7), 12) // => 12
 */
export const range = (length: number): Sequence<number> => ({ length, at: (_, position) => position })

/**
 * The items of a list.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * sequenceOf(['a', 'b']).at(keyOf(7), 1) // => 'b'
 */
export const sequenceOf = <A>(items: readonly A[]): Sequence<A> =>
  map((position: number) => items[position]!)(range(items.length))

/**
 * Passes every item through a function, which also receives the key that `repeat` folded for the epoch.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * map((n) => 10 * n)(range(5)).at(keyOf(7), 3) // => 30
 */
export const map =
  <A, B>(transform: (item: A, key: Key) => B) =>
  (sequence: Sequence<A>): Sequence<B> => ({
    length: sequence.length,
    at: (key, position) => transform(sequence.at(key, position), key),
  })

/**
 * The first `count` positions.
 *
 * @example
 * take(3)(range(Infinity)).length // => 3
 */
export const take =
  (count: number) =>
  <A>(sequence: Sequence<A>): Sequence<A> => ({ length: Math.min(count, sequence.length), at: sequence.at })

/**
 * The items of the first sequence, then those of the second.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * concat(range(2), sequenceOf(['a', 'b'])).at(keyOf(7), 3) // => 'b'
 */
export const concat = <A>(first: Sequence<A>, second: Sequence<A>): Sequence<A> => ({
  length: first.length + second.length,
  at: (key, position) => (position < first.length ? first.at(key, position) : second.at(key, position - first.length)),
})

/**
 * Repeats the sequence. Each epoch has a key of its own, so `repeat(2)(shuffle(s))` has two orders.
 *
 * Edge: an empty sequence stays empty, however often it is repeated.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * repeat(2)(range(3)).length // => 6
 * repeat(Infinity)(range(1000)).at(keyOf(7), 5_000_000_123) // => 123
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
 * Throws if the sequence is endless: shuffle, then repeat.
 *
 * Law: over all positions, the items of `shuffle(s)` are those of `s`, each once.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * const shuffled = shuffle(range(4))
 * Array.from({ length: 4 }, (_, position) => shuffled.at(keyOf(7), position)).sort() // => [0, 1, 2, 3]
 */
export const shuffle = <A>(sequence: Sequence<A>): Sequence<A> => {
  if (sequence.length === Number.POSITIVE_INFINITY) {
    throw new InvariantViolation(
      'Expected a finite sequence to shuffle, received an endless one (shuffle, then repeat)',
    )
  }
  let current: { readonly key: Key; readonly order: (index: number) => number } | undefined
  return {
    length: sequence.length,
    at: (key, position) => {
      if (current === undefined || current.key.hi !== key.hi || current.key.lo !== key.lo) {
        current = { key, order: permutation(fold(key, 'shuffle'), sequence.length) }
      }
      return sequence.at(key, current.order(position))
    },
  }
}
