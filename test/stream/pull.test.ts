import * as fc from 'fast-check'
import { lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { keyOf } from '../../src/prelude/key.ts'
import { credits } from '../../src/stream/credits.ts'
import { type Item, settle } from '../../src/stream/item.ts'
import { pull } from '../../src/stream/pull.ts'
import { range, repeat } from '../../src/stream/sequence.ts'

const key = keyOf(1)
const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('pull', () => {
  test('reads as far as its credits go, and on when one returns', () => {
    const account = credits(2)
    const items: Item<number>[] = []
    let completed = false
    pull({ sequence: range(4), key, from: 0, credits: account }).subscribe({
      next: (item) => items.push(item),
      complete: () => {
        completed = true
      },
    })
    expect(items.map(({ value }) => value)).toEqual([0, 1])
    items[1]?.lease.settle('rejected')
    expect(items.map(({ value }) => value)).toEqual([0, 1, 2])
    expect(completed).toBe(false)
    items[0]?.lease.settle('used')
    expect(items.map(({ origin }) => origin.position)).toEqual([0, 1, 2, 3])
    expect(completed).toBe(true)
    expect(account.counts()).toMatchObject({ read: 4, used: 1, rejected: 1, inFlight: 2 })
  })

  test('can be entered anywhere', async () => {
    const items = await lastValueFrom(pull({ sequence: range(5), key, from: 3, credits: credits(9) }).pipe(toArray()))
    expect(items.map(({ origin, value }) => [origin, value])).toEqual([
      [{ position: 3, part: 0 }, 3],
      [{ position: 4, part: 0 }, 4],
    ])
  })

  test.each([
    [0, 0],
    [3, 3],
    [3, 8],
  ])('a sequence of %d entered at %d completes at once', (length, from) => {
    let completed = false
    pull({ sequence: range(length), key, from, credits: credits(1) }).subscribe({
      complete: () => {
        completed = true
      },
    })
    expect(completed).toBe(true)
  })

  test('leaving early stops reading and takes every credit back', () => {
    const account = credits(3)
    const items: Item<number>[] = []
    const reading = pull({ sequence: repeat(Infinity)(range(10)), key, from: 0, credits: account }).subscribe((item) =>
      items.push(item),
    )
    reading.unsubscribe()
    settle(items, 'used')
    expect(account.counts()).toMatchObject({ read: 3, used: 0, released: 3, inFlight: 0 })
  })

  test('completion leaves the items in flight to their consumer', () => {
    const account = credits(3)
    const items: Item<number>[] = []
    pull({ sequence: range(2), key, from: 0, credits: account }).subscribe((item) => items.push(item))
    settle(items, 'used')
    expect(account.counts()).toMatchObject({ read: 2, used: 2, released: 0, inFlight: 0 })
  })

  test('is cold: a second reader starts over', async () => {
    const source = pull({ sequence: repeat(Infinity)(range(5)), key, from: 0, credits: credits(2) })
    const firstTwo = source.pipe(take(2), toArray())
    const values = async (): Promise<readonly number[]> => (await lastValueFrom(firstTwo)).map(({ value }) => value)
    expect(await values()).toEqual([0, 1])
    expect(await values()).toEqual([0, 1])
  })

  test('a sequence that throws is an error of the stream, and its credits return', () => {
    const account = credits(5)
    const errors: unknown[] = []
    const sequence = {
      length: 5,
      at: (_: unknown, position: number) => {
        if (position === 2) throw new Error('no third')
        return position
      },
    }
    pull({ sequence, key, from: 0, credits: account }).subscribe({ error: (error) => errors.push(error) })
    expect(errors).toEqual([new Error('no third')])
    expect(account.counts()).toMatchObject({ read: 3, released: 3, inFlight: 0 })
  })

  test('a consumer that settles at once neither overflows the stack nor starves the event loop', async () => {
    const account = credits(1)
    let most = 0
    let last = 0
    const reading = pull({ sequence: range(Infinity), key, from: 0, credits: account }).subscribe(({ lease }) => {
      lease.settle('used')
    })
    for (let turn = 0; turn < 1000; turn++) {
      await immediate()
      most = Math.max(most, account.counts().read - last)
      last = account.counts().read
    }
    reading.unsubscribe()
    expect(last).toBeGreaterThan(50_000)
    expect(most).toBeLessThanOrEqual(128)
    await immediate()
    expect(account.counts().read).toBe(last)
  })
})

describe('laws', () => {
  test('never more in flight than the budget, whatever the consumer settles when', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 30 }),
        fc.array(fc.nat({ max: 5 }), { maxLength: 40 }),
        (budget, length, picks) => {
          const account = credits(budget)
          const held: Item<number>[] = []
          const seen: number[] = []
          pull({ sequence: range(length), key, from: 0, credits: account }).subscribe((item) => {
            held.push(item)
            seen.push(item.value)
          })
          for (const pick of picks) held.splice(pick, 1)[0]?.lease.settle('used')
          const { read, used, inFlight, highWater } = account.counts()
          return (
            highWater <= budget && read === used + inFlight && inFlight === held.length && seen.every((v, i) => v === i)
          )
        },
      ),
      { seed: 6 },
    ))
})
