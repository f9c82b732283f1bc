import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, take } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { keyOf } from '../../src/prelude/key.ts'
import { credits } from '../../src/stream/credits.ts'
import { gauge } from '../../src/stream/gauge.ts'
import type { Item } from '../../src/stream/item.ts'
import { mapItems } from '../../src/stream/mapItems.ts'
import { pull } from '../../src/stream/pull.ts'
import { range } from '../../src/stream/sequence.ts'

const source = (account = credits(9), length = 4) =>
  pull({ sequence: range(length), key: keyOf(1), from: 0, credits: account })

describe('mapItems', () => {
  test('settles inputs with one output, several, none or a failure', () => {
    const account = credits(9)
    const failures: unknown[] = []
    const items: Item<string>[] = []
    const stage = mapItems<number, string, string>({
      concurrency: 2,
      map: (n) => (n === 3 ? E.left('three') : E.right(Array.from({ length: n }, (_, i) => `${n}.${i}`))),
      onFailure: (failure, origin) => failures.push([failure, origin.position]),
      gauge: gauge(),
    })
    source(account)
      .pipe(stage)
      .subscribe((item) => items.push(item))
    expect(items.map(({ value }) => value)).toEqual(['1.0', '2.0', '2.1'])
    expect(failures).toEqual([['three', 3]])
    expect(account.counts()).toMatchObject({ read: 4, rejected: 1, failed: 1, inFlight: 2 })
    items[1]?.lease.settle('used')
    expect(account.counts()).toMatchObject({ used: 0, inFlight: 2 })
    items[2]?.lease.settle('rejected')
    items[0]?.lease.settle('used')
    expect(account.counts()).toMatchObject({ read: 4, used: 2, rejected: 1, failed: 1, inFlight: 0 })
  })

  test('leaving in the middle of an expansion releases the rest', async () => {
    const account = credits(9)
    const stage = mapItems<number, number, never>({
      concurrency: 1,
      map: async (n) => E.right([n, n, n]),
      onFailure: () => {},
      gauge: gauge(),
    })
    const { lease } = await lastValueFrom(source(account, 1).pipe(stage, take(1)))
    expect(account.counts()).toMatchObject({ read: 1, inFlight: 1 })
    lease.settle('rejected')
    expect(account.counts()).toMatchObject({ read: 1, rejected: 1, inFlight: 0 })
  })

  test('counts the inputs that it received and finished', async () => {
    const own = gauge()
    const resolvers: (() => void)[] = []
    const stage = mapItems<number, number, never>({
      concurrency: 2,
      map: (n) => new Promise((resolve) => resolvers.push(() => resolve(E.right([n])))),
      onFailure: () => {},
      gauge: own,
    })
    source().pipe(stage).subscribe()
    expect([own.entered(), own.left()]).toEqual([4, 0])
    resolvers[0]?.()
    await Promise.resolve().then(() => {})
    expect([own.entered(), own.left()]).toEqual([4, 1])
  })
})
