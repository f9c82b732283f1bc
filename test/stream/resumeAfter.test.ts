import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, type Observable, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { keyOf } from '../../src/prelude/key.ts'
import { credits } from '../../src/stream/credits.ts'
import { gauge } from '../../src/stream/gauge.ts'
import { beginning, type Item, type Origin } from '../../src/stream/item.ts'
import { mapItems } from '../../src/stream/mapItems.ts'
import { pull } from '../../src/stream/pull.ts'
import { resumeAfter } from '../../src/stream/resumeAfter.ts'
import { range, repeat, shuffle } from '../../src/stream/sequence.ts'

/** Two stages: the first makes 0 to 3 outputs of an input, the second 1 or 2. Each takes a turn per output. */
const stream = (from: Origin, account = credits(1000)): Observable<Item<string>> => {
  const stage = <A>(counts: readonly number[]) =>
    mapItems<A, string, never>({
      concurrency: 3,
      map: async (value) => {
        const n = counts[Number.parseInt(String(value), 10) % counts.length]!
        for (let turn = 0; turn < n; turn++) await undefined
        return E.right(Array.from({ length: n }, (_, i) => `${value}-${i}`))
      },
      onFailure: () => {},
      gauge: gauge(),
    })
  return pull({ sequence: repeat(2)(shuffle(range(30))), key: keyOf(3), from: from.position, credits: account }).pipe(
    stage<number>([3, 0, 2, 1]),
    stage<string>([1, 2]),
    resumeAfter(from),
  )
}
const read = (from: Origin): Promise<readonly Item<string>[]> => lastValueFrom(stream(from).pipe(toArray()))
const plain = (items: readonly Item<string>[]): string =>
  JSON.stringify(items.map(({ origin, value }) => [origin, value]))

describe('resumeAfter', () => {
  test('numbers the outputs of each position', async () => {
    const items = await read(beginning)
    const position = items[0]!.origin.position
    const own = items.filter(({ origin }) => origin.position === position)
    expect(own.map(({ origin }) => origin.part)).toEqual(own.map((_, i) => i))
    expect(own.length).toBeGreaterThan(1)
  })

  test('releases the parts that were used before, and counts an input as used when a later part is', async () => {
    const items = await read(beginning)
    const { origin } = items.find((item, i) => item.origin.part === 1 && items[i + 1]?.origin.part === 2)!
    const account = credits(1000)
    const rest = await lastValueFrom(stream(origin, account).pipe(toArray()))
    for (const { lease } of rest) lease.settle('used')
    expect(account.counts().released).toBe(0)
    expect(account.counts().inFlight).toBe(0)
  })
})

describe('laws', () => {
  test('resumed after any item, the stream goes on as if it had not been broken', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(), async (pick) => {
        const whole = await read(beginning)
        const at = pick % whole.length
        return plain(await read(whole[at]!.origin)) === plain(whole.slice(at + 1))
      }),
      { seed: 7 },
    ))
})
