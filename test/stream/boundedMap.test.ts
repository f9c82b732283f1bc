import * as fc from 'fast-check'
import { from, lastValueFrom, of, range, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type BoundedMap, boundedMap } from '../../src/stream/boundedMap.ts'
import { later, marble, refused } from '../support/marble.ts'

const ignore = (): void => {}

/** Upper case after the number of frames listed for the letter, at once if none is listed. */
const upper = (concurrency: number, frames: Readonly<Record<string, number>>): BoundedMap<string, string> => ({
  concurrency,
  map: (input) => {
    const wait = frames[input]
    return wait === undefined ? input.toUpperCase() : later(wait, input.toUpperCase())
  },
  discard: ignore,
})

describe('boundedMap', () => {
  test('emits in the order of the inputs, whichever ends first', () =>
    marble(({ cold, expectObservable, expectSubscriptions }) => {
      // a runs from 2 to 6, b from 4 to 5, c from 6 to 10
      const source = cold('          --a-b-c--------|')
      const expected = '             ------(AB)C----|'
      expectObservable(source.pipe(boundedMap(upper(2, { a: 4, b: 1, c: 4 })))).toBe(expected)
      expectSubscriptions(source.subscriptions).toBe('^--------------!')
    }))

  test('starts no more than `concurrency` at once', () =>
    marble(({ cold, expectObservable }) => {
      // with one at a time: a 0..3, b 3..6, c 6..9, and the end waits for c
      const source = cold('(abc|)')
      expectObservable(source.pipe(boundedMap(upper(1, { a: 3, b: 3, c: 3 })))).toBe('---A--B--(C|)')
    }))

  test.each([
    ['never', '-', '-', '^'],
    ['empty', '|', '|', '(^!)'],
    ['one', '-a|', '-A|', '^-!'],
    ['many', '-a-b-c|', '-A-B-C|', '^-----!'],
    ['error', '-a-#', '-A-#', '^--!'],
  ])('%s', (_, input, expected, subscribed) =>
    marble(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(input)
      expectObservable(source.pipe(boundedMap(upper(2, {})))).toBe(expected)
      expectSubscriptions(source.subscriptions).toBe(subscribed)
    }),
  )

  test('an endless synchronous source stops when its reader leaves', async () => {
    const mapped = range(0, Number.POSITIVE_INFINITY).pipe(
      boundedMap({ concurrency: 2, map: (n) => n * 2, discard: ignore }),
      take(3),
      toArray(),
    )
    expect(await lastValueFrom(mapped)).toEqual([0, 2, 4])
  })

  test('leaving early unsubscribes, aborts running calls and discards every input without a delivered result', () =>
    marble(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const discarded: string[] = []
      let aborted = false
      const source = cold('abcd----')
      const mapped = source.pipe(
        boundedMap({
          concurrency: 2,
          map: (input: string, signal) => {
            signal.addEventListener('abort', () => {
              aborted = true
            })
            return input === 'a' ? 'A' : later(input === 'c' ? 1 : 90, input.toUpperCase())
          },
          discard: (input) => discarded.push(input),
        }),
      )
      expectObservable(mapped, '----!').toBe('A----')
      expectSubscriptions(source.subscriptions).toBe('^---!')
      flush()
      // a was delivered; b is running; c (started at 2, done at 3) waits behind it; d started when c was done
      expect(discarded).toEqual(['b', 'c', 'd'])
      expect(aborted).toBe(true)
    }))

  test('a callback that throws is an error of the stream', () =>
    marble(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-a-b-c-|')
      const broken = boundedMap<string, string>({
        concurrency: 2,
        map: (input) => {
          if (input === 'b') throw new Error('no b')
          return input
        },
        discard: ignore,
      })
      expectObservable(source.pipe(broken)).toBe('-a-#', undefined, new Error('no b'))
      expectSubscriptions(source.subscriptions).toBe('^--!')
    }))

  test('so is a promise that rejects', () =>
    marble(({ cold, expectObservable }) => {
      const source = cold('-a------|')
      const broken = boundedMap<string, string>({ concurrency: 2, map: () => refused(2, 'gone'), discard: ignore })
      expectObservable(source.pipe(broken)).toBe('---#', undefined, 'gone')
    }))

  test('rejects a concurrency below 1', () => {
    const errors: unknown[] = []
    of(1)
      .pipe(boundedMap({ concurrency: 0, map: (n) => n, discard: ignore }))
      .subscribe({ error: (error) => errors.push(error.message) })
    expect(errors).toEqual(['Expected a concurrency of at least 1, received 0'])
  })

  test('does not deepen the stack: 200,000 inputs that wait together', async () => {
    const mapped = range(0, 200_000).pipe(boundedMap({ concurrency: 1, map: async (n) => n, discard: ignore }))
    expect(await lastValueFrom(mapped)).toBe(199_999)
  })
})

describe('laws', () => {
  test('same values in the same order for every concurrency and every order of arrival, never more calls than allowed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 40 }),
        async (concurrency, delays) => {
          let running = 0
          let most = 0
          const mapped = from(delays.map((delay, i) => ({ delay, i }))).pipe(
            boundedMap({
              concurrency,
              map: ({ delay, i }) => {
                if (delay < 0) return i
                running++
                most = Math.max(most, running)
                const turns = async (): Promise<number> => {
                  for (let turn = 0; turn < delay; turn++) await undefined
                  running--
                  return i
                }
                return turns()
              },
              discard: ignore,
            }),
            toArray(),
          )
          const results = await lastValueFrom(mapped)
          return results.length === delays.length && results.every((value, i) => value === i) && most <= concurrency
        },
      ),
      { seed: 1, numRuns: 200 },
    ))
})
