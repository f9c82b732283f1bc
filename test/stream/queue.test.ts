import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queue } from '../../src/stream/queue.ts'

describe('queue', () => {
  test('returns items in the order in which they came', () => {
    const waiting = queue<string>()
    waiting.push('a')
    waiting.push('b')
    expect([waiting.peek(), waiting.shift(), waiting.size(), waiting.clear(), waiting.shift()]).toEqual([
      'a',
      'a',
      1,
      ['b'],
      undefined,
    ])
  })
})

describe('laws', () => {
  test('does what an array does', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(), fc.constant(undefined)), { size: 'large' }), (actions) => {
        const ours = queue<number>()
        const theirs: number[] = []
        return actions.every((item) => {
          if (item === undefined) return ours.shift() === theirs.shift() && ours.size() === theirs.length
          ours.push(item)
          theirs.push(item)
          return ours.peek() === theirs[0]
        })
      }),
      { seed: 9 },
    ))

  test('stays small: 10^6 items through a queue that never holds more than 3', () => {
    const waiting = queue<number>()
    for (let i = 0; i < 3; i++) waiting.push(i)
    let sum = 0
    for (let i = 3; i < 1_000_003; i++) {
      sum += waiting.shift()!
      waiting.push(i)
    }
    // 0 + 1 + ... + 999,999
    expect(sum).toBe(499_999_500_000)
    expect(waiting.size()).toBe(3)
  })
})
