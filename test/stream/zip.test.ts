import { lastValueFrom, NEVER, range, take, throwError, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { zip } from '../../src/stream/zip.ts'
import { marble } from '../support/marble.ts'

const ignore = (): void => {}
const pairs = { x: { a: '1', b: 'p' }, y: { a: '2', b: 'q' }, z: { a: '3', b: 'r' } }

describe('zip', () => {
  test.each([
    ['never', '-', '-', '-'],
    ['one is empty', '|', '-p-', '|'],
    ['both empty', '|', '|', '|'],
    ['ends with the shorter', '-1-2-|', '--p-q-r-s-', '--x-y|'],
    ['waits for the partner of the last', '-12|', '---p--q--r-', '---x--(y|)'],
    ['error', '-1-#', '--p-q', '--x#'],
  ])('%s', (_, a, b, expected) =>
    marble(({ cold, expectObservable }) =>
      expectObservable(zip({ branches: { a: cold(a), b: cold(b) }, discard: ignore })).toBe(expected, pairs),
    ),
  )

  test('unsubscribes every branch when one ends, and discards what found no partner', () =>
    marble(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const discarded: string[] = []
      const a = cold('-1--|')
      const b = cold('p-q-r-s-')
      expectObservable(zip({ branches: { a, b }, discard: (left) => discarded.push(left) })).toBe('-x--|', pairs)
      expectSubscriptions(a.subscriptions).toBe('^---!')
      expectSubscriptions(b.subscriptions).toBe('^---!')
      flush()
      expect(discarded).toEqual(['q'])
    }))

  test('leaving early does the same', () =>
    marble(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const discarded: string[] = []
      const a = cold('12-----')
      expectObservable(
        zip({ branches: { a, b: NEVER }, discard: (left) => discarded.push(String(left)) }),
        '---!',
      ).toBe('---')
      expectSubscriptions(a.subscriptions).toBe('^--!')
      flush()
      expect(discarded).toEqual(['1', '2'])
    }))

  test('an error discards what waits in the other branches', () => {
    const discarded: number[] = []
    const errors: unknown[] = []
    const branches = { a: range(0, 3), b: throwError(() => 'broken') }
    zip<{ a: number; b: never }>({ branches, discard: (left) => discarded.push(left) }).subscribe({
      error: (error) => errors.push(error),
    })
    expect(errors).toEqual(['broken'])
    expect(discarded).toEqual([0, 1, 2])
  })

  test('an endless synchronous branch stops when the reader leaves', async () => {
    const left = range(0, 10)
    const zipped = zip({ branches: { a: left, b: range(5, Number.POSITIVE_INFINITY) }, discard: ignore })
    expect(await lastValueFrom(zipped.pipe(take(2), toArray()))).toEqual([
      { a: 0, b: 5 },
      { a: 1, b: 6 },
    ])
  })

  test('no branches complete at once', () =>
    marble(({ expectObservable }) => expectObservable(zip({ branches: {}, discard: ignore })).toBe('|')))
})
