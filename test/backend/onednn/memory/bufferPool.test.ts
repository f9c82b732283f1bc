// Covers src/backend/onednn/memory/hugePages.ts.
import fc from 'fast-check'
import koffi from 'koffi'
import { describe, expect, test } from 'vitest'
import { createBufferPool, type PooledBuffer } from '../../../../src/backend/onednn/memory/bufferPool.ts'
import { hugePage } from '../../../../src/backend/onednn/memory/hugePages.ts'

describe('the buffer pool', () => {
  test('gives out aligned buffers that nobody else holds, and never keeps more than its limit', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 }), fc.nat())), (actions) => {
        const limit = 2000
        const pool = createBufferPool(limit)
        const held: PooledBuffer[] = []
        return actions.every(([take, length, which]) => {
          if (take || held.length === 0) {
            const buffer = pool.take(length * 16)
            const fresh = !held.includes(buffer) && buffer.address % 64 === 0 && buffer.byteLength === length * 16
            held.push(buffer)
            return fresh
          }
          pool.give(held.splice(which % held.length, 1)[0]!)
          return pool.freeBytes() <= limit && pool.takenBytes() === held.reduce((sum, b) => sum + b.byteLength, 0)
        })
      }),
      { seed: 30, numRuns: 200 },
    ))

  test('starts large buffers at a huge page, and all of their bytes can be written', () => {
    const pool = createBufferPool(0)
    for (const byteLength of [hugePage, hugePage + 4, 3 * hugePage - 4]) {
      const { address, bytes, float32 } = pool.take(byteLength)
      expect(address % hugePage).toBe(0)
      bytes.fill(1)
      expect(bytes.length).toBe(byteLength)
      expect(bytes.every((byte) => byte === 1)).toBe(true)
      expect(Number(koffi.address(float32))).toBe(address)
    }
    expect(pool.take(hugePage - 4).address % 64).toBe(0)
  })
})
