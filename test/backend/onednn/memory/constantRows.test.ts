import { describe, expect, test } from 'vitest'
import { createBufferPool } from '../../../../src/backend/onednn/memory/bufferPool.ts'
import { createConstantRows } from '../../../../src/backend/onednn/memory/constantRows.ts'

describe('constant rows', () => {
  test('repeat one number', () => {
    const rows = createConstantRows(createBufferPool(0))
    expect([...rows.get(3, 0.5).float32]).toEqual([0.5, 0.5, 0.5])
  })

  test('are kept for the next call, by length and value', () => {
    const rows = createConstantRows(createBufferPool(0))
    const row = rows.get(3, 0.5)
    expect(rows.get(3, 0.5)).toBe(row)
    expect(rows.get(3, 1)).not.toBe(row)
    expect(rows.get(4, 0.5)).not.toBe(row)
  })

  test('go back to the pool when the 65th arrives, and on clear', () => {
    const pool = createBufferPool(1e6)
    const rows = createConstantRows(pool)
    for (let value = 0; value < 64; value++) rows.get(1, value)
    expect(pool.takenBytes()).toBe(64 * 4)
    rows.get(1, 64)
    expect(pool.takenBytes()).toBe(4)
    rows.clear()
    expect(pool.takenBytes()).toBe(0)
  })
})
