import { Observable, type OperatorFunction } from 'rxjs'
import { InvariantViolation } from '../prelude/errors.ts'
import { follow } from './follow.ts'

export interface Batch<A> {
  /** Items per batch, at least 1. */
  readonly size: number
  /** What happens to a last batch that is not full. */
  readonly last: 'keep' | 'drop'
  /**
   * Receives every item that no batch will hold: those of a dropped last batch, and those that wait when the
   * reader leaves or the stream fails.
   */
  readonly discard: (item: A) => void
}

/**
 * Groups items into lists of `size`.
 *
 * ```
 * -a-b-c-d-e-|          size 2, last: keep
 * ---[ab]-[cd]-([e]|)
 * ```
 *
 * Fails if `size` is below 1.
 *
 * Law: the batches joined together are the items, except for a dropped rest.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * import { credits } from './credits.ts'
 * import { release } from './item.ts'
 * import { pull } from './pull.ts'
 * import { range } from './sequence.ts'
 * const source = pull({ sequence: range(5), key: keyOf(7), from: 0, credits: credits(5) })
 * const sizes = []
 * const batches = source.pipe(batch({ size: 2, last: 'keep', discard: release }))
 * batches.subscribe((items) => sizes.push(items.length))
 * sizes // => [2, 2, 1]
 */
export const batch =
  <A>({ size, last, discard }: Batch<A>): OperatorFunction<A, readonly A[]> =>
  (source) =>
    new Observable((subscriber) => {
      if (!(size >= 1)) throw new InvariantViolation(`Expected a batch size of at least 1, received ${size}`)
      let filling: A[] = []
      const emit = (): void => {
        const full = filling
        filling = []
        subscriber.next(full)
      }
      follow(source, subscriber, {
        next: (item) => {
          filling.push(item)
          if (filling.length === size) emit()
        },
        complete: () => {
          if (last === 'keep' && filling.length > 0) emit()
          subscriber.complete()
        },
      })
      subscriber.add(() => {
        for (const item of filling.splice(0)) discard(item)
      })
    })
