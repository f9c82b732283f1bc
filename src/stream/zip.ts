import { Observable } from 'rxjs'
import { follow } from './follow.ts'
import { type Queue, queue } from './queue.ts'

export interface Zip<R extends Readonly<Record<string, unknown>>> {
  readonly branches: { readonly [K in keyof R]: Observable<R[K]> }
  /** Told of every value that found no partner: when one branch ends before the others, or when the stream is left or breaks. */
  readonly discard: (leftover: R[keyof R]) => void
}

/**
 * One value from each branch at a time, as a record; ends as soon as one branch has no more to give.
 *
 * ```
 * a: -1-2-3-|
 * b: --x----y-----z-|
 *    --1x---2y----3z|
 * ```
 *
 * What waits for a partner is bounded by the credits of its own source. Edge: no branches complete at once.
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
        // Each name is given the value of its own branch.
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
