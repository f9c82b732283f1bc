import type { BufferPool, PooledBuffer } from './bufferPool.ts'

/** Number of rows in the cache. */
const mostRows = 64

/** Rows that repeat one number, kept for the next call. A full cache gives all of them back. */
export interface ConstantRows {
  readonly get: (length: number, value: number) => PooledBuffer
  readonly clear: () => void
}

export const createConstantRows = (pool: BufferPool): ConstantRows => {
  const rows = new Map<string, PooledBuffer>()
  const clear = (): void => {
    for (const buffer of rows.values()) pool.give(buffer)
    rows.clear()
  }
  return {
    get: (length, value) => {
      const key = `${length}x${value}`
      const row = rows.get(key)
      if (row !== undefined) return row
      if (rows.size >= mostRows) clear()
      const buffer = pool.take(4 * length)
      buffer.float32.fill(value)
      rows.set(key, buffer)
      return buffer
    },
    clear,
  }
}
