import * as E from 'fp-ts/lib/Either.js'
import { Observable, type OperatorFunction, tap } from 'rxjs'
import { boundedMap } from './boundedMap.ts'
import { follow } from './follow.ts'
import type { Gauge } from './gauge.ts'
import { type Item, type Origin, release } from './item.ts'

/** The outputs of one input (none if it was rejected), or why it failed. */
export type Outputs<B, Failure> = E.Either<Failure, readonly B[]>

export interface MapItems<A, B, Failure> {
  /** Most calls running at once, at least 1. */
  readonly concurrency: number
  readonly map: (value: A, signal: AbortSignal) => Outputs<B, Failure> | Promise<Outputs<B, Failure>>
  readonly onFailure: (failure: Failure, origin: Origin) => void
  readonly gauge: Gauge
}

/**
 * A stage over items: maps values several at a time, in order, and settles their credits.
 *
 * - An input without outputs is settled as rejected.
 * - An input that fails is settled as failed.
 * - An input with several outputs owes its credit until the last of them is settled.
 *
 * Law: per source, read = used + rejected + failed + released + in flight.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * import { credits } from './credits.ts'
 * import { gauge } from './gauge.ts'
 * import { pull } from './pull.ts'
 * import { range } from './sequence.ts'
 * const account = credits(9)
 * const twins = (n) => ({ _tag: 'Right', right: n === 0 ? [] : [n, n] })
 * const stage = mapItems({ concurrency: 2, map: twins, onFailure: () => {}, gauge: gauge() })
 * const values = []
 * const source = pull({ sequence: range(3), key: keyOf(7), from: 0, credits: account })
 * source.pipe(stage).subscribe(({ value }) => values.push(value))
 * values // => [1, 1, 2, 2]
 * account.counts().rejected // => 1
 * account.counts().inFlight // => 2
 */
export const mapItems =
  <A, B, Failure>({
    concurrency,
    map,
    onFailure,
    gauge,
  }: MapItems<A, B, Failure>): OperatorFunction<Item<A>, Item<B>> =>
  (source) =>
    new Observable((subscriber) => {
      const emit = ({ origin, lease }: Item<A>, outputs: readonly B[]): void => {
        if (outputs.length === 0) lease.settle('rejected')
        else lease.hold(outputs.length - 1)
        for (const value of outputs) {
          if (subscriber.closed) lease.settle('released')
          else subscriber.next({ origin, value, lease })
        }
      }
      const results = source.pipe(
        tap(gauge.enter),
        boundedMap({
          concurrency,
          map: (item: Item<A>, signal) => {
            const outputs = map(item.value, signal)
            return outputs instanceof Promise ? outputs.then((later) => ({ item, outputs: later })) : { item, outputs }
          },
          discard: release,
        }),
      )
      follow(results, subscriber, {
        next: ({ item, outputs }) => {
          gauge.leave()
          if (E.isRight(outputs)) {
            emit(item, outputs.right)
          } else {
            onFailure(outputs.left, item.origin)
            item.lease.settle('failed')
          }
        },
        complete: () => subscriber.complete(),
      })
    })
