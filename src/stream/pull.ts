import { Observable } from 'rxjs'
import type { Key } from '../prelude/key.ts'
import type { Credits } from './credits.ts'
import type { Item } from './item.ts'
import type { Sequence } from './sequence.ts'

/** Items read per turn of the event loop. */
const slice = 64

export interface Pull<A> {
  readonly sequence: Sequence<A>
  readonly key: Key
  /** First position to read. */
  readonly from: number
  /** The credits of this source alone. */
  readonly credits: Credits
}

/**
 * A source that is pulled by demand: it reads the next position only when it holds a credit.
 *
 * A credit returns when its item is settled.
 *
 * ```
 * credits 2   read  0 1 . 2 . . 3
 *          settled      0 .   1
 * ```
 *
 * - Completes right after it read the last position, while items may still be in flight.
 * - Unsubscribing earlier stops reading and takes back all credits.
 * - A sequence that throws fails the stream.
 * - A consumer may settle at once, or in microtasks. A trampoline reads, so the stack does not overflow. The
 *   event loop gets a turn every 64 items, so it does not starve.
 *
 * Law: never more items in flight than the budget, whatever follows downstream.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * import { credits } from './credits.ts'
 * import { range } from './sequence.ts'
 * const source = pull({ sequence: range(9), key: keyOf(7), from: 0, credits: credits(2) })
 * const items = []
 * source.subscribe((item) => items.push(item))
 * items.map(({ value }) => value) // => [0, 1]
 * items[0].lease.settle('used')
 * items.map(({ value }) => value) // => [0, 1, 2]
 */
export const pull = <A>({ sequence, key, from, credits }: Pull<A>): Observable<Item<A>> =>
  new Observable((subscriber) => {
    let position = from
    let reading = false
    let completed = false
    let left = slice
    let turn: NodeJS.Immediate | undefined

    const complete = (): void => {
      completed = true
      subscriber.complete()
    }
    const readNext = (): boolean => {
      if (subscriber.closed || position >= sequence.length) return false
      const lease = credits.spend()
      if (lease === undefined) return false
      const origin = { position, part: 0 }
      position++
      subscriber.next({ origin, value: sequence.at(key, origin.position), lease })
      return true
    }
    const read = (): void => {
      if (reading || turn !== undefined || completed) return
      reading = true
      try {
        while (left > 0 && readNext()) left--
        if (left === 0 && position < sequence.length) turn = setImmediate(nextTurn)
      } catch (error) {
        subscriber.error(error)
      }
      reading = false
      if (!subscriber.closed && position >= sequence.length) complete()
    }
    const nextTurn = (): void => {
      turn = undefined
      left = slice
      read()
    }

    const stopListening = credits.onReturn(read)
    subscriber.add(() => {
      stopListening()
      clearImmediate(turn)
      if (!completed) credits.reclaim()
    })
    read()
  })
