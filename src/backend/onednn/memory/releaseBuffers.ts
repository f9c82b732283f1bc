import type { BufferPool } from './bufferPool.ts'
import type { TensorData } from './tensorData.ts'

/** Gives back the buffers of a tensor's values in blocks. */
export const releaseBlocks = (pool: BufferPool, data: TensorData): void => {
  if (data.blocked !== undefined) pool.give(data.blocked)
  if (data.blockedBfloat16 !== undefined) pool.give(data.blockedBfloat16)
  data.blocked = undefined
  data.blockedBfloat16 = undefined
}

/** Gives back every buffer of a tensor that has no reader left. */
export const releaseBuffers = (pool: BufferPool, data: TensorData): void => {
  if (data.buffer !== undefined) {
    pool.give(data.buffer)
    data.buffer = undefined
    data.array = undefined
  }
  releaseBlocks(pool, data)
  if (data.bfloat16 !== undefined) {
    pool.give(data.bfloat16)
    data.bfloat16 = undefined
  }
  if (data.derived !== undefined) {
    for (const buffer of data.derived.values()) pool.give(buffer)
    data.derived = undefined
  }
}
