import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyOf } from '../../src/prelude/key.ts'
import { concat, map, range, repeat, type Sequence, sequenceOf, shuffle, take } from '../../src/stream/sequence.ts'

const key = keyOf(7)
const read = <A>(sequence: Sequence<A>, count = sequence.length): readonly A[] =>
  Array.from({ length: count }, (_, position) => sequence.at(key, position))
const sorted = (numbers: readonly number[]): readonly number[] => [...numbers].sort((a, b) => a - b)

describe('sequence', () => {
  test('range counts its positions', () => expect(read(range(4))).toEqual([0, 1, 2, 3]))

  test('sequenceOf holds a list', () => expect(read(sequenceOf(['a', 'b']))).toEqual(['a', 'b']))

  test('map passes each item to its function', () =>
    expect(read(map((n: number) => n * 10)(range(3)))).toEqual([0, 10, 20]))

  test('map passes the key of the epoch to its function', () => {
    const keys = read(repeat(2)(map((_: number, own) => own)(range(2))))
    expect(keys[0]).toEqual(keys[1])
    expect(keys[2]).toEqual(keys[3])
    expect(keys[0]).not.toEqual(keys[2])
  })

  test('take ends early and no later than the sequence', () => {
    expect(read(take(2)(range(5)))).toEqual([0, 1])
    expect(take(9)(range(5)).length).toBe(5)
  })

  test('concat reads the first, then the second', () =>
    expect(read(concat(range(2), sequenceOf([7, 8])))).toEqual([0, 1, 7, 8]))

  test('repeat starts over', () => expect(read(repeat(3)(range(2)))).toEqual([0, 1, 0, 1, 0, 1]))

  test('repeat without end can be entered anywhere', () => {
    const endless = repeat(Number.POSITIVE_INFINITY)(range(1000))
    expect(endless.length).toBe(Number.POSITIVE_INFINITY)
    expect(endless.at(key, 5_000_000_123)).toBe(123)
  })

  test.each([0, 2, Number.POSITIVE_INFINITY])('an empty sequence repeated %d times is empty', (times) =>
    expect(repeat(times)(range(0)).length).toBe(0),
  )

  test('a sequence repeated 0 times is empty', () => expect(repeat(0)(repeat(Infinity)(range(3))).length).toBe(0))

  test('an endless sequence cannot be shuffled', () =>
    expect(() => shuffle(range(Number.POSITIVE_INFINITY))).toThrow(
      'Expected a finite sequence to shuffle, received an endless one (shuffle, then repeat)',
    ))

  test('one shuffle serves readers with different keys in turn', () => {
    const shuffled = shuffle(range(50))
    const alternating = Array.from({ length: 50 }, (_, i) => [
      shuffled.at({ hi: 1, lo: 2 }, i),
      shuffled.at({ hi: 1, lo: 3 }, i),
    ])
    expect(alternating.map(([one]) => one)).toEqual(
      Array.from({ length: 50 }, (_, i) => shuffle(range(50)).at({ hi: 1, lo: 2 }, i)),
    )
    expect(alternating.map(([one]) => one)).not.toEqual(alternating.map(([, other]) => other))
  })

  test('each epoch has its own order, each key too', () => {
    const epochs = repeat(2)(shuffle(range(50)))
    const all = read(epochs)
    expect(sorted(all.slice(0, 50))).toEqual(sorted(all.slice(50)))
    expect(all.slice(0, 50)).not.toEqual(all.slice(50))
    expect(Array.from({ length: 100 }, (_, i) => epochs.at(keyOf(8), i))).not.toEqual(all)
  })
})

describe('laws', () => {
  test('shuffle keeps every item, once', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        (length) => JSON.stringify(sorted(read(shuffle(range(length))))) === JSON.stringify(read(range(length))),
      ),
      { seed: 3 },
    ))

  test('any position read first gives what a reader from the start finds there', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.integer({ min: 0, max: 119 })), (length, visits) => {
        const build = (): Sequence<number> => repeat(3)(shuffle(range(length)))
        const whole = read(build())
        const jumping = build()
        return visits.every((p) => p >= whole.length || jumping.at(key, p) === whole[p])
      }),
      { seed: 4 },
    ))
})
