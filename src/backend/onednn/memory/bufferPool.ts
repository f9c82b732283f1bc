import koffi from 'koffi'
import { adviseHugePages, hugePage } from './hugePages.ts'

/** Memory outside the V8 heap, aligned to a cache line (large ones to a huge page), with the views that tensors of each type read it through. */
export interface PooledBuffer {
  readonly address: number
  readonly byteLength: number
  readonly bytes: Uint8Array
  readonly float32: Float32Array
  readonly int32: Int32Array
}

export interface BufferPool {
  /** A buffer of exactly this many bytes; its content is whatever was left in it. */
  readonly take: (byteLength: number) => PooledBuffer
  /** Gives a buffer back; the caller must hold no reference to it or to one of its views any more. */
  readonly give: (buffer: PooledBuffer) => void
  /** Says that a taken buffer will not come back, because somebody outside holds a view of it. */
  readonly abandon: (buffer: PooledBuffer) => void
  readonly freeBytes: () => number
  readonly takenBytes: () => number
  readonly misses: () => number
  readonly clear: () => void
}

const cacheLine = 64
/** Different lengths kept at once; enough for every tensor of a large network, small enough to search. */
const mostLengths = 1024

/** Allocates one buffer. The backing store of an `ArrayBuffer` never moves, so its address may be kept beside it. */
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
 * Keeps freed buffers by length and hands them out again: a fresh array costs page faults and zeroing, which for the
 * activations of a convolution network is as dear as the arithmetic.
 *
 * Laws: `take` after `give` of the same length returns the same buffer; `freeBytes()` never exceeds the limit (the
 * lengths unused for longest are dropped first, and left to the garbage collector); every buffer is aligned to 64 bytes.
 *
 * @param limitBytes greatest number of bytes kept while nobody uses them
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
      const found = list?.buffers.pop()
      if (list !== undefined && found !== undefined) {
        list.used = ++tick
        freeBytes -= byteLength
        return found
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
