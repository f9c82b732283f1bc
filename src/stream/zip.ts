import { Observable } from 'rxjs'
import { follow } from './follow.ts'
import { type Queue, queue } from './queue.ts'

export interface Zip<R extends Readonly<Record<string, unknown>>> {
  readonly branches: { readonly [K in keyof R]: Observable<R[K]> }
  /**
   * Receives every value that found no partner because another branch ended, the reader left or the stream
   * failed.
   */
  readonly discard: (leftover: R[keyof R]) => void
}

/**
 * Combines one value from each branch into a record. Completes as soon as one branch has no more values.
 *
 * ```
 * a: -1-2-3-|
 * b: --x----y-----z-|
 *    --1x---2y----3z|
 * ```
 *
 * - The credits of each source bound what waits for a partner.
 * - Completes at once if there are no branches.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * import { credits } from './credits.ts'
 * import { release } from './item.ts'
 * import { pull } from './pull.ts'
 * import { range } from './sequence.ts'
 * const numbers = (from) => pull({ sequence: range(9), key: keyOf(7), from, credits: credits(9) })
 * const pairs = []
 * const zipped = zip({ branches: { a: numbers(0), b: numbers(7) }, discard: release })
 * zipped.subscribe(({ a, b }) => pairs.push([a.value, b.value]))
 * pairs // => [[0, 7], [1, 8]]
 */
export const zip = <R extends Readonly<Record<string, unknown>>>({ branches, discard }: Zip<R>): Observable<R> =>
  new Observable((subscriber) => {
    const names: readonly (keyof R & string)[] = Object.keys(branches)
    const queues = names.map((): Queue<R[keyof R]> => queue())
    const ended = names.map(() => false)
    let emitting = false

    const isOver = (): boolean => queues.some((waiting, i) => ended[i] && waiting.size() === 0)
    const isReady = (): boolean => queues.every((waiting) => waiting.size() > 0)
    const emit = (): void => {
      if (emitting) return
      emitting = true
      while (!subscriber.closed && isReady()) {
        // Each name has the value of its own branch.
        subscriber.next(Object.fromEntries(names.map((name, i) => [name, queues[i]!.shift()])) as R)
      }
      emitting = false
      if (isOver()) subscriber.complete()
    }

    if (names.length === 0) subscriber.complete()
    names.forEach((name, i) => {
      if (subscriber.closed) return
      follow(branches[name], subscriber, {
        next: (value) => {
          queues[i]!.push(value)
          emit()
        },
        complete: () => {
          ended[i] = true
          emit()
        },
      })
    })
    subscriber.add(() => {
      for (const leftover of queues.flatMap((waiting) => waiting.clear())) discard(leftover)
    })
  })
