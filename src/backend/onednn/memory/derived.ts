import type { BufferPool, PooledBuffer } from './bufferPool.ts'
import type { TensorData } from './tensorData.ts'

/** Number of derived buffers that one tensor keeps. */
const mostDerived = 4

/**
 * The derived buffer of a tensor with a name.
 *
 * - The first call for a name takes a buffer from the pool and fills it.
 * - A tensor that has too many gives its oldest back.
 */
export const derived = (
  pool: BufferPool,
  data: TensorData,
  name: string,
  byteLength: number,
  fill: (buffer: PooledBuffer) => void,
): PooledBuffer => {
  const existing = data.derived?.get(name)
  if (existing !== undefined) return existing
  const buffer = pool.take(byteLength)
  fill(buffer)
  data.derived ??= new Map()
  const [oldest] = data.derived
  if (oldest !== undefined && data.derived.size >= mostDerived) {
    data.derived.delete(oldest[0])
    pool.give(oldest[1])
  }
  data.derived.set(name, buffer)
  return buffer
}
