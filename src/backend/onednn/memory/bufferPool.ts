import koffi from 'koffi'
import { adviseHugePages, hugePage } from './hugePages.ts'

/**
 * Memory outside the V8 heap, with a view for each type of tensor.
 *
 * Its address is aligned to a cache line, or to a huge page if it is that large.
 */
export interface PooledBuffer {
  readonly address: number
  readonly byteLength: number
  readonly bytes: Uint8Array
  readonly float32: Float32Array
  readonly int32: Int32Array
}

export interface BufferPool {
  /** A buffer of exactly this many bytes, with arbitrary content. */
  readonly take: (byteLength: number) => PooledBuffer
  /** Takes a buffer back. The caller must no longer hold the buffer or any of its views. */
  readonly give: (buffer: PooledBuffer) => void
  /** Stops counting a buffer that will not come back, because code outside holds a view of it. */
  readonly abandon: (buffer: PooledBuffer) => void
  readonly freeBytes: () => number
  readonly takenBytes: () => number
  /** How often `take` allocated a new buffer. */
  readonly misses: () => number
  readonly clear: () => void
}

const cacheLine = 64
/**
 * Number of different lengths in the pool: enough for every tensor of a large network, few enough to search.
 */
const mostLengths = 1024

/** Allocates one buffer. The store of an `ArrayBuffer` never moves, so its address stays valid. */
const allocate = (byteLength: number): PooledBuffer => {
  const padded = Math.ceil(byteLength / 4) * 4
  const alignment = byteLength < hugePage ? cacheLine : hugePage
  const store = new ArrayBuffer(padded + alignment)
  const base = Number(koffi.address(store))
  const offset = (alignment - (base % alignment)) % alignment
  const address = base + offset
  if (alignment === hugePage) adviseHugePages(address, byteLength)
  return {
    address,
    byteLength,
    bytes: new Uint8Array(store, offset, byteLength),
    float32: new Float32Array(store, offset, padded >> 2),
    int32: new Int32Array(store, offset, padded >> 2),
  }
}

/**
 * Keeps free buffers by length and hands them out again.
 *
 * A new array costs page faults and zeroing. For the activations of a convolutional network that takes as
 * long as the arithmetic.
 *
 * - Over the limit, it drops the lengths unused for longest, and leaves them to the garbage collector.
 *
 * Laws:
 * - `take` after `give` of the same length returns the same buffer.
 * - `freeBytes()` never exceeds the limit.
 * - Every buffer is aligned to 64 bytes.
 *
 * @param limitBytes upper bound on the bytes in free buffers
 */
export const createBufferPool = (limitBytes: number): BufferPool => {
  const free = new Map<number, { readonly buffers: PooledBuffer[]; used: number }>()
  let freeBytes = 0
  let takenBytes = 0
  let misses = 0
  let tick = 0
  const dropLeastRecentlyUsed = (): void => {
    const [length, list] = [...free].reduce((a, b) => (a[1].used <= b[1].used ? a : b))
    free.delete(length)
    freeBytes -= length * list.buffers.length
  }
  return {
    take: (byteLength) => {
      takenBytes += byteLength
      const list = free.get(byteLength)
      const buffer = list?.buffers.pop()
      if (list !== undefined && buffer !== undefined) {
        list.used = ++tick
        freeBytes -= byteLength
        return buffer
      }
      misses++
      return allocate(byteLength)
    },
    give: (buffer) => {
      takenBytes -= buffer.byteLength
      if (buffer.byteLength > limitBytes) return
      while (freeBytes + buffer.byteLength > limitBytes || free.size >= mostLengths) dropLeastRecentlyUsed()
      const list = free.get(buffer.byteLength)
      if (list === undefined) free.set(buffer.byteLength, { buffers: [buffer], used: ++tick })
      else list.buffers.push(buffer)
      freeBytes += buffer.byteLength
    },
    abandon: (buffer) => {
      takenBytes -= buffer.byteLength
    },
    freeBytes: () => freeBytes,
    takenBytes: () => takenBytes,
    misses: () => misses,
    clear: () => {
      free.clear()
      freeBytes = 0
    },
  }
}
