/**
 * Cuts a stream of bytes into records of one size, after a header.
 *
 * Edge: an incomplete last record is left out. The caller knows how many records to expect.
 *
 * @example
 * const chunks = (async function* () { yield Uint8Array.of(9, 1, 2, 3) })()
 * (await fixedRecords(chunks, 1, 2).next()).value // => Uint8Array.of(1, 2)
 *
 * @param header bytes to skip before the first record
 * @param size bytes per record
 */
export async function* fixedRecords(
  chunks: AsyncIterable<Uint8Array>,
  header: number,
  size: number,
): AsyncGenerator<Uint8Array, void> {
  let skip = header
  let record = new Uint8Array(size)
  let filled = 0
  for await (const chunk of chunks) {
    let at = Math.min(skip, chunk.length)
    skip -= at
    while (at < chunk.length) {
      const length = Math.min(size - filled, chunk.length - at)
      record.set(chunk.subarray(at, at + length), filled)
      filled += length
      at += length
      if (filled < size) break
      yield record
      record = new Uint8Array(size)
      filled = 0
    }
  }
}
