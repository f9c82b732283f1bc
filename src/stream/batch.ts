import { Observable, type OperatorFunction } from 'rxjs'
import { InvariantViolation } from '../prelude/errors.ts'
import { follow } from './follow.ts'

export interface Batch<A> {
  /** Items per batch, at least 1. */
  readonly size: number
  /** What becomes of a last batch that is not full. */
  readonly last: 'keep' | 'drop'
  /** Told of every item that no batch will hold: of a dropped last batch, or when the stream is left or breaks. */
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
 * Law: the batches joined together are the items, up to a dropped rest.
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
