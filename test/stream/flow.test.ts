import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { defer, finalize, lastValueFrom, mergeMap, type Observable, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { integer } from '../../src/prelude/random.ts'
import { batch } from '../../src/stream/batch.ts'
import { type Credits, credits } from '../../src/stream/credits.ts'
import { gauge } from '../../src/stream/gauge.ts'
import { beginning, type Item, type Origin, release, settle } from '../../src/stream/item.ts'
import { mapItems } from '../../src/stream/mapItems.ts'
import { pull } from '../../src/stream/pull.ts'
import { resumeAfter } from '../../src/stream/resumeAfter.ts'
import { range, repeat, shuffle } from '../../src/stream/sequence.ts'
import { zip } from '../../src/stream/zip.ts'

type Batch = readonly Item<string>[]
type Pair = { readonly labeled: Batch; readonly unlabeled: Batch }

interface Setting {
  readonly budget: number
  readonly concurrency: number
  /** Decides how many turns each task takes. */
  readonly timing: number
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await undefined
}

/** One branch of a training flow: every 7th image is broken, every 5th rejected, any other gives two views. */
const branch = (
  size: number,
  length: number,
  account: Credits,
  from: Origin,
  { concurrency, timing }: Setting,
): Observable<Batch> =>
  pull({
    sequence: repeat(Infinity)(shuffle(range(length))),
    key: keyOf(length),
    from: from.position,
    credits: account,
  }).pipe(
    mapItems<number, string, string>({
      concurrency,
      map: async (n) => {
        await turns(integer(fold(keyOf(timing), n), 5))
        if (n % 7 === 3) return E.left('broken')
        return E.right(n % 5 === 1 ? [] : [`${n}a`, `${n}b`])
      },
      onFailure: () => {},
      gauge: gauge(),
    }),
    resumeAfter(from),
    batch<Item<string>>({ size, last: 'drop', discard: release }),
  )

const train = (
  steps: number,
  after: { readonly labeled: Origin; readonly unlabeled: Origin },
  setting: Setting,
): { readonly consumed: Observable<readonly (readonly string[][])[]>; readonly accounts: readonly Credits[] } => {
  const accounts = { labeled: credits(setting.budget), unlabeled: credits(2 * setting.budget) }
  const step = async (pair: Pair): Promise<string[][]> => {
    await turns(integer(fold(keyOf(setting.timing), 'step'), 9))
    settle(pair.labeled, 'used')
    settle(pair.unlabeled, 'used')
    return [pair.labeled, pair.unlabeled].map((items) =>
      items.map(({ value, origin }) => `${value}@${origin.position}.${origin.part}`),
    )
  }
  const consumed = zip<Pair>({
    branches: {
      labeled: branch(4, 10, accounts.labeled, after.labeled, setting),
      unlabeled: branch(6, 100, accounts.unlabeled, after.unlabeled, setting),
    },
    discard: (items) => settle(items, 'released'),
  }).pipe(
    mergeMap((pair) => defer(() => step(pair)), 1),
    take(steps),
    finalize(() => {
      for (const account of Object.values(accounts)) account.reclaim()
    }),
    toArray(),
  )
  return { consumed, accounts: Object.values(accounts) }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const start = { labeled: beginning, unlabeled: beginning }
const setting = fc.record({
  budget: fc.integer({ min: 4, max: 20 }),
  concurrency: fc.integer({ min: 1, max: 8 }),
  timing: fc.nat(),
})
const usual: Setting = { budget: 8, concurrency: 2, timing: 0 }
const originOf = (text: string): Origin => {
  const [position, part] = text.split('@')[1]!.split('.').map(Number)
  return { position: position!, part: part! }
}

describe('a training flow: two branches, expanding stages, batches, zip, a slow consumer', () => {
  test('laws: what is consumed depends on neither budget, nor concurrency, nor timing', async () => {
    const expected = JSON.stringify(await lastValueFrom(train(20, start, usual).consumed))
    await fc.assert(
      fc.asyncProperty(
        setting,
        async (other) => JSON.stringify(await lastValueFrom(train(20, start, other).consumed)) === expected,
      ),
      { seed: 10, numRuns: 60 },
    )
  })

  test('laws: in flight stays within the budget, the counts balance, nothing is left in flight at the end', () =>
    fc.assert(
      fc.asyncProperty(setting, fc.integer({ min: 1, max: 20 }), async (other, steps) => {
        const { consumed, accounts } = train(steps, start, other)
        await lastValueFrom(consumed)
        return accounts.every((account) => {
          const { budget, read, used, rejected, failed, released, inFlight, highWater } = account.counts()
          return highWater <= budget && inFlight === 0 && read === used + rejected + failed + released && used > 0
        })
      }),
      { seed: 11, numRuns: 60 },
    ))

  test('laws: resumed after any step, it consumes what an unbroken run does', async () => {
    const whole = await lastValueFrom(train(20, start, usual).consumed)
    await fc.assert(
      fc.asyncProperty(setting, fc.integer({ min: 1, max: 19 }), async (other, done) => {
        const [labeled, unlabeled] = whole[done - 1]!
        const after = { labeled: originOf(labeled!.at(-1)!), unlabeled: originOf(unlabeled!.at(-1)!) }
        const rest = await lastValueFrom(train(20 - done, after, other).consumed)
        return JSON.stringify(rest) === JSON.stringify(whole.slice(done))
      }),
      { seed: 12, numRuns: 60 },
    )
  })

  test('reads nothing more once its reader has left', async () => {
    const { consumed, accounts } = train(Infinity, start, usual)
    const reading = consumed.subscribe()
    while (accounts.some((account) => account.counts().read < 100)) await turn()
    reading.unsubscribe()
    const read = accounts.map((account) => account.counts().read)
    for (let i = 0; i < 20; i++) await turn()
    expect(accounts.map((account) => account.counts().read)).toEqual(read)
    expect(accounts.map((account) => account.counts().inFlight)).toEqual([0, 0])
  })

  test('a million items: all used, never more than the budget in flight', async () => {
    const account = credits(64)
    const batches = pull({ sequence: shuffle(range(1_000_000)), key: keyOf(1), from: 0, credits: account }).pipe(
      batch<Item<number>>({ size: 32, last: 'keep', discard: release }),
      mergeMap(async (items) => settle(items, 'used'), 1),
    )
    await lastValueFrom(batches)
    expect(account.counts()).toMatchObject({ read: 1_000_000, used: 1_000_000, inFlight: 0, budget: 64 })
    expect(account.counts().highWater).toBeLessThanOrEqual(64)
  })
})
