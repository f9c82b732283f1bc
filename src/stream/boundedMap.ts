import { Observable, type OperatorFunction } from 'rxjs'
import { InvariantViolation } from '../prelude/errors.ts'
import { follow } from './follow.ts'
import { queue } from './queue.ts'

export interface BoundedMap<A, B> {
  /** Most calls under way at once, at least 1. */
  readonly concurrency: number
  /** Its result, now or later. The signal is aborted when nobody waits for the result any more. */
  readonly map: (input: A, signal: AbortSignal) => B | PromiseLike<B>
  /** Told of every input whose result will not be delivered, since the stream was left or broke: waiting, under way or done. */
  readonly discard: (input: A) => void
}

interface Slot<A, B> {
  readonly input: A
  result: { readonly value: B } | undefined
}

const isPromiseLike = <B>(result: B | PromiseLike<B>): result is PromiseLike<B> =>
  typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function'

/**
 * Maps every input, several at a time, and emits the results in the order of the inputs: the only place that owns concurrency.
 *
 * ```
 * --a-b-c--------|
 *   a takes 4, b 1, c 3, concurrency 2
 * ------(ab)--c--|
 * ```
 *
 * What waits here is bounded by the credits of the source. Errors of one item are values (results that say so); a callback that throws or rejects
 * is an error of the stream.
 *
 * Laws: same values in the same order as `map`, for every concurrency and every order of arrival; never more than `concurrency` calls under way.
 */
export const boundedMap =
  <A, B>({ concurrency, map, discard }: BoundedMap<A, B>): OperatorFunction<A, B> =>
  (source) =>
    new Observable((subscriber) => {
      if (!(concurrency >= 1))
        throw new InvariantViolation(`Expected a concurrency of at least 1, received ${concurrency}`)
      const waiting = queue<A>()
      const started = queue<Slot<A, B>>()
      const left = new AbortController()
      let underWay = 0
      let ended = false
      let draining = false

      const start = (input: A): void => {
        const slot: Slot<A, B> = { input, result: undefined }
        started.push(slot)
        const result = map(input, left.signal)
        if (!isPromiseLike(result)) {
          slot.result = { value: result }
          return
        }
        underWay++
        result.then(
          (value) => {
            underWay--
            slot.result = { value }
            drain()
          },
          (error: unknown) => subscriber.error(error),
        )
      }
      const advance = (): boolean => {
        if (waiting.size() > 0 && underWay < concurrency) {
          start(waiting.shift()!)
          return true
        }
        const result = started.peek()?.result
        if (result === undefined) return false
        started.shift()
        subscriber.next(result.value)
        return true
      }
      const drain = (): void => {
        if (draining) return
        draining = true
        try {
          while (!subscriber.closed && advance());
        } catch (error) {
          subscriber.error(error)
        }
        draining = false
        if (ended && !subscriber.closed && waiting.size() === 0 && started.size() === 0) subscriber.complete()
      }

      follow(source, subscriber, {
        next: (input) => {
          waiting.push(input)
          drain()
        },
        complete: () => {
          ended = true
          drain()
        },
      })
      // After the source has stopped, so that a credit that returns here starts no reading.
      subscriber.add(() => {
        left.abort()
        for (const { input } of started.clear()) discard(input)
        for (const input of waiting.clear()) discard(input)
      })
    })
