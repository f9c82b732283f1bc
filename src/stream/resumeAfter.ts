import { type MonoTypeOperatorFunction, Observable } from 'rxjs'
import { follow } from './follow.ts'
import { type Item, type Origin, release } from './item.ts'

/**
 * Numbers the outputs of each position (0, 1, 2 ... in order) and skips those that were used before an interruption.
 *
 * Stands after the last stage, before the batch. The source is entered at `from.position`; of that position the parts up to `from.part` are let go.
 *
 * Law: the items after `resumeAfter(o)` are those that an unbroken stream emits after the item whose origin is `o`.
 */
export const resumeAfter =
  <A>(from: Origin): MonoTypeOperatorFunction<Item<A>> =>
  (source) =>
    new Observable((subscriber) => {
      let position = -1
      let part = -1
      follow(source, subscriber, {
        next: (item) => {
          part = item.origin.position === position ? part + 1 : 0
          position = item.origin.position
          if (position === from.position && part <= from.part) release(item)
          else subscriber.next({ ...item, origin: { position, part } })
        },
        complete: () => subscriber.complete(),
      })
    })
