import { type MonoTypeOperatorFunction, Observable } from 'rxjs'
import { follow } from './follow.ts'
import { type Item, type Origin, release } from './item.ts'

/**
 * Numbers the outputs of each position (0, 1, 2 ... in order) and skips those used before an interruption.
 *
 * It belongs after the last stage and before the batch. The source must start at `from.position`. The parts
 * of that position up to `from.part` are released.
 *
 * Law: the items after `resumeAfter(o)` are those that an unbroken stream emits after the item of origin `o`.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * import { credits } from './credits.ts'
 * import { pull } from './pull.ts'
 * import { range } from './sequence.ts'
 * const last = { position: 3, part: 0 }
 * const source = pull({ sequence: range(6), key: keyOf(7), from: last.position, credits: credits(9) })
 * const values = []
 * source.pipe(resumeAfter(last)).subscribe(({ value }) => values.push(value))
 * values // => [4, 5]
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
