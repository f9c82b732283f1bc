// Covers src/kind/order/order.ts, src/kind/order/repeat.ts, src/kind/order/shuffle.ts, src/kind/order/take.ts.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../../src/kind/field/frame.ts'
import type { Order } from '../../../src/kind/order/order.ts'
import { orders } from '../../../src/kind/order/orders.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { resultOf } from '../../support/either.ts'
import { refusals, using } from '../../support/vocabulary.ts'

const parts = { id: 'labeled.order', given: {}, classes: [] }
const frames = (count: number) => sequenceOf<Frame>(Array.from({ length: count }, (_, id) => ({ id })))

/** The first samples that an order leaves of a number of samples. */
const left = ({ apply }: Order, samples: number, seed = 1, shown = 12): readonly number[] => {
  const ordered = resultOf(apply(parts)(frames(samples)))
  const length = Math.min(shown, ordered.length)
  return Array.from({ length }, (_, position) => Number(ordered.at(keyOf(seed), position)['id']))
}

const { repeat, shuffle, take } = orders

describe('repeat', () => {
  test('gives all samples as often as it says, or without end', () => {
    expect(left(using(repeat, { times: 2 }), 3)).toEqual([0, 1, 2, 0, 1, 2])
    expect(left(using(repeat, {}), 3, 1, 7)).toEqual([0, 1, 2, 0, 1, 2, 0])
  })

  test('lets samples end only where it has a number, and they did', () => {
    expect([true, false].map(using(repeat, { times: 2 }).ends!)).toEqual([true, false])
    expect([true, false].map(using(repeat, {}).ends!)).toEqual([false, false])
  })

  test('refuses none', () =>
    expect(refusals(paramsOf(repeat), { times: 0 })).toEqual([
      'Expected a whole number of at least 1 at times, received 0',
    ]))
})

describe('shuffle', () => {
  const order = using(shuffle, {})

  test('law: each sample once, in an order of the key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (count, seed) => {
        const once = left(order, count, seed, count)
        return new Set(once).size === count && once.join() === left(order, count, seed, count).join()
      }),
      { seed: 141 },
    )
  })

  test('has another order for another key, and in every repetition', () => {
    expect(left(order, 12, 1)).not.toEqual(left(order, 12, 2))
    const shuffled = resultOf(order.apply(parts)(frames(12)))
    const twice = resultOf(using(repeat, { times: 2 }).apply(parts)(shuffled))
    const ids = Array.from({ length: 24 }, (_, position) => Number(twice.at(keyOf(1), position)['id']))
    expect(new Set(ids.slice(0, 12)).size).toBe(12)
    expect(new Set(ids.slice(12)).size).toBe(12)
    expect(ids.slice(0, 12)).not.toEqual(ids.slice(12))
  })

  test('needs samples that end, and says nothing of whether they do', () => {
    expect(order.needsEnd).toBe(true)
    expect(order.ends).toBeUndefined()
  })
})

describe('take', () => {
  test('gives the first samples, all of them where there are fewer', () => {
    expect(left(using(take, { count: 2 }), 5)).toEqual([0, 1])
    expect(left(using(take, { count: 9 }), 3)).toEqual([0, 1, 2])
  })

  test('ends what did not end', () => {
    expect([true, false].map(using(take, { count: 2 }).ends!)).toEqual([true, true])
    const endless = resultOf(using(repeat, {}).apply(parts)(frames(3)))
    expect(resultOf(using(take, { count: 4 }).apply(parts)(endless)).length).toBe(4)
  })
})

test('every order is listed under its name', () =>
  expect(Object.values(orders).map(({ kind, name }) => [kind, name])).toEqual(
    Object.keys(orders).map((name) => ['order', name]),
  ))
