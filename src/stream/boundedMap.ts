import { Observable, type OperatorFunction } from 'rxjs'
import { InvariantViolation } from '../prelude/errors.ts'
import { follow } from './follow.ts'
import { queue } from './queue.ts'

export interface BoundedMap<A, B> {
  /** Most calls running at once, at least 1. */
  readonly concurrency: number
  /** Returns the result, now or later. The signal aborts when nobody waits for the result any more. */
  readonly map: (input: A, signal: AbortSignal) => B | PromiseLike<B>
  /**
   * Receives every input whose result will not be delivered because the reader left or the stream failed.
   * The input may be waiting, running or done.
   */
  readonly discard: (input: A) => void
}

interface Slot<A, B> {
  readonly input: A
  result: { readonly value: B } | undefined
}

const isPromiseLike = <B>(result: B | PromiseLike<B>): result is PromiseLike<B> =>
  typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function'

/**
 * Maps every input, several at a time, and emits the results in the order of the inputs.
 *
 * This is the only operator that owns concurrency.
 *
 * ```
 * --a-b-c--------|
 *   a takes 4, b 1, c 3, concurrency 2
 * ------(ab)--c--|
 * ```
 *
 * - The credits of the source bound what waits here.
 * - The error of one item is a value: a result that says so.
 * - A callback that throws or rejects fails the stream.
 * - Fails if `concurrency` is below 1.
 *
 * Laws:
 * - Same values in the same order as `map`, for every concurrency and every order of arrival.
 * - Never more than `concurrency` calls running.
 *
 * @example
 * import { keyOf } from '../prelude/key.ts'
 * import { credits } from './credits.ts'
 * import { release } from './item.ts'
 * import { pull } from './pull.ts'
 * import { range } from './sequence.ts'
 * const source = pull({ sequence: range(3), key: keyOf(7), from: 0, credits: credits(3) })
 * const timesTen = boundedMap({ concurrency: 2, map: ({ value }) => 10 * value, discard: release })
 * const tens = []
 * source.pipe(timesTen).subscribe((ten) => tens.push(ten))
 * tens // => [0, 10, 20]
 */
export const boundedMap =
  <A, B>({ concurrency, map, discard }: BoundedMap<A, B>): OperatorFunction<A, B> =>
  (source) =>
    new Observable((subscriber) => {
      if (!(concurrency >= 1))
        throw new InvariantViolation(`Expected a concurrency of at least 1, received ${concurrency}`)
      const waiting = queue<A>()
      const started = queue<Slot<A, B>>()
      const aborter = new AbortController()
      let running = 0
      let ended = false
      let draining = false

      const start = (input: A): void => {
        const slot: Slot<A, B> = { input, result: undefined }
        started.push(slot)
        const result = map(input, aborter.signal)
        if (!isPromiseLike(result)) {
          slot.result = { value: result }
          return
        }
        running++
        result.then(
          (value) => {
            running--
            slot.result = { value }
            drain()
          },
          (error: unknown) => subscriber.error(error),
        )
      }
      const advance = (): boolean => {
        if (waiting.size() > 0 && running < concurrency) {
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
      // This runs after the source has stopped, so a credit that returns here starts no reading.
      subscriber.add(() => {
        aborter.abort()
        for (const { input } of started.clear()) discard(input)
        for (const input of waiting.clear()) discard(input)
      })
    })
