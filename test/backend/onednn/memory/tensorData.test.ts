// Covers src/backend/onednn/memory/derived.ts, src/backend/onednn/memory/releaseBuffers.ts.
import { describe, expect, test } from 'vitest'
import { type BufferPool, createBufferPool } from '../../../../src/backend/onednn/memory/bufferPool.ts'
import { derived } from '../../../../src/backend/onednn/memory/derived.ts'
import { releaseBlocks, releaseBuffers } from '../../../../src/backend/onednn/memory/releaseBuffers.ts'
import { type Lender, TensorData } from '../../../../src/backend/onednn/memory/tensorData.ts'

const lenderOf = (pool: BufferPool): Lender => ({
  materialize: (data) => {
    data.array = new Float32Array([1, 2])
  },
  abandon: pool.abandon,
})

/** Data in a pooled buffer of two numbers. */
const pooled = () => {
  const pool = createBufferPool(1e6)
  const buffer = pool.take(8)
  buffer.float32.set([3, 4])
  return { pool, buffer, data: new TensorData('float32', buffer.float32, buffer, 1, lenderOf(pool)) }
}

describe('TensorData', () => {
  test('lets our kernels read the array, and keeps the buffer', () => {
    const { pool, data, buffer } = pooled()
    expect(data.array).toBe(buffer.float32)
    expect(data.address).toBe(buffer.address)
    expect(pool.takenBytes()).toBe(8)
  })

  test('gives up its buffer once code outside reads the values', () => {
    const { pool, data } = pooled()
    expect([...(data.values as Float32Array)]).toEqual([3, 4])
    expect(data.buffer).toBe(undefined)
    expect(pool.takenBytes()).toBe(0)
    releaseBuffers(pool, data)
    expect(pool.freeBytes()).toBe(0)
  })

  test('gives up its buffer and its address once code outside sets the values', () => {
    const { pool, data } = pooled()
    data.values = new Float32Array([5, 6])
    expect([data.buffer, data.address, pool.takenBytes()]).toEqual([undefined, 0, 0])
    expect([...(data.array as Float32Array)]).toEqual([5, 6])
  })

  test('asks the lender for values that exist only in another form', () => {
    const pool = createBufferPool(1e6)
    const data = new TensorData('float32', undefined, undefined, 1, lenderOf(pool))
    data.bfloat16 = pool.take(4)
    expect([...(data.values as Float32Array)]).toEqual([1, 2])
  })
})

describe('derived', () => {
  test('fills a buffer on the first call of a name, and keeps four of them', () => {
    const { pool, data } = pooled()
    const fills: string[] = []
    const get = (name: string) => derived(pool, data, name, 4, () => void fills.push(name))
    const first = get('a')
    expect(get('a')).toBe(first)
    for (const name of ['b', 'c', 'd']) get(name)
    expect(pool.takenBytes()).toBe(8 + 4 * 4)
    get('e')
    expect(pool.takenBytes()).toBe(8 + 4 * 4)
    expect([...data.derived!.keys()]).toEqual(['b', 'c', 'd', 'e'])
    get('a')
    expect(fills).toEqual(['a', 'b', 'c', 'd', 'e', 'a'])
  })
})

describe('releaseBuffers', () => {
  test('gives every buffer back: values, blocks, bfloat16 and derived', () => {
    const { pool, data } = pooled()
    data.blocked = pool.take(64)
    data.blockedBfloat16 = pool.take(32)
    data.bfloat16 = pool.take(4)
    derived(pool, data, 'weights', 16, () => undefined)
    expect(pool.takenBytes()).toBe(8 + 64 + 32 + 4 + 16)
    releaseBlocks(pool, data)
    expect(pool.takenBytes()).toBe(8 + 4 + 16)
    releaseBuffers(pool, data)
    expect([pool.takenBytes(), pool.freeBytes()]).toEqual([0, 8 + 64 + 32 + 4 + 16])
    expect([data.array, data.blocked, data.bfloat16, data.derived]).toEqual(Array(4).fill(undefined))
  })
})
