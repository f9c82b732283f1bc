/**
 * A 32-bit check value of bytes, fast enough to verify every read (about 1 GB/s).
 *
 * Each word is folded in by a multiplication. The value tells torn and stale data from whole data. It does
 * not protect against forgery.
 *
 * @example
 * const bytes = Uint8Array.of(1, 2, 3, 4, 5)
 * checksum(bytes, 0) === checksum(Uint8Array.of(1, 2, 3, 4, 6), 0) // => false
 * checksum(bytes, 0) === checksum(bytes, 1) // => false
 *
 * @param seed tells equal bytes in different places apart
 */
export const checksum = (bytes: Uint8Array, seed: number): number => {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2)
  let hash = Math.imul(seed ^ bytes.length, 0x9e3779b1)
  for (let i = 0; i < words.length; i++) {
    hash = Math.imul(hash ^ words[i]!, 0x85ebca6b)
    hash ^= hash >>> 15
  }
  for (let i = words.length << 2; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
