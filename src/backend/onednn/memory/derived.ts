import type { BufferPool, PooledBuffer } from './bufferPool.ts'
import type { TensorData } from './tensorData.ts'

/** Derived buffers of one tensor. */
const mostDerived = 4

/** The buffer of a name among those derived from a tensor's values, filled at the first time of asking; the oldest of too many goes back. */
export const derived = (
  pool: BufferPool,
  data: TensorData,
  name: string,
  byteLength: number,
  fill: (buffer: PooledBuffer) => void,
): PooledBuffer => {
  const found = data.derived?.get(name)
  if (found !== undefined) return found
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
