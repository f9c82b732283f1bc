import * as fc from 'fast-check'
import { concatAll, from, lastValueFrom, of, range, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { batch } from '../../src/stream/batch.ts'
import { marble } from '../support/marble.ts'

const ignore = (): void => {}
const ab = ['a', 'b']
const cd = ['c', 'd']
const e = ['e']

describe('batch', () => {
  test.each([
    ['never', '-', '-', '^'],
    ['empty', '|', '|', '(^!)'],
    ['one', '-a|', '--|', '^-!'],
    ['many', '-a-b-c-d-e|', '---x---y--|', '^---------!'],
    ['error', '-a-b-c-#', '---x---#', '^------!'],
  ])('drops a last batch that is not full: %s', (_, input, expected, subscribed) =>
    marble(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(input)
      const batches = source.pipe(batch({ size: 2, last: 'drop', discard: ignore }))
      expectObservable(batches).toBe(expected, { x: ab, y: cd })
      expectSubscriptions(source.subscriptions).toBe(subscribed)
    }),
  )

  test('keeps it on request', () =>
    marble(({ cold, expectObservable }) => {
      const batches = cold('-a-b-c-d-e|').pipe(batch({ size: 2, last: 'keep', discard: ignore }))
      expectObservable(batches).toBe('---x---y--(z|)', { x: ab, y: cd, z: e })
    }))

  test('discards the items that no batch will hold', async () => {
    const discarded: number[] = []
    const batches = range(0, 8).pipe(batch({ size: 3, last: 'drop', discard: (n) => discarded.push(n) }))
    expect(await lastValueFrom(batches.pipe(toArray()))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    expect(discarded).toEqual([6, 7])
  })

  test('discards a half-filled batch when its reader leaves', () =>
    marble(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const discarded: string[] = []
      const source = cold('abc---')
      expectObservable(source.pipe(batch({ size: 2, last: 'keep', discard: (x) => discarded.push(x) })), '---!').toBe(
        '-x--',
        { x: ab },
      )
      expectSubscriptions(source.subscriptions).toBe('^--!')
      flush()
      expect(discarded).toEqual(['c'])
    }))

  test('an endless synchronous source stops when its reader leaves', async () => {
    const batches = range(0, Number.POSITIVE_INFINITY).pipe(batch({ size: 2, last: 'drop', discard: ignore }), take(2))
    expect(await lastValueFrom(batches)).toEqual([2, 3])
  })

  test('rejects a size below 1', () => {
    const errors: unknown[] = []
    of(1)
      .pipe(batch({ size: 0, last: 'drop', discard: ignore }))
      .subscribe({ error: (error) => errors.push(error.message) })
    expect(errors).toEqual(['Expected a batch size of at least 1, received 0'])
  })
})

describe('laws', () => {
  test('the batches joined are the items, all full but the last', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), async (items, size) => {
        const batches = from(items).pipe(batch({ size, last: 'keep', discard: ignore }))
        const joined = await lastValueFrom(batches.pipe(concatAll(), toArray()))
        const sizes = (await lastValueFrom(batches.pipe(toArray()))).map((one) => one.length)
        return (
          JSON.stringify(joined) === JSON.stringify(items) &&
          sizes.every((n, i) => n === size || (i === sizes.length - 1 && n > 0))
        )
      }),
      { seed: 2 },
    ))
})
