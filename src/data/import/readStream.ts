import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

const isGzip = (file: string): boolean => {
  const descriptor = openSync(file, 'r')
  const head = Buffer.alloc(2)
  readSync(descriptor, head)
  closeSync(descriptor)
  return head[0] === 0x1f && head[1] === 0x8b
}

/** The bytes of a file piece by piece, unpacked when it is a gzip file, whatever its name. */
export const readStream = (file: string): AsyncIterable<Uint8Array> => {
  const bytes = createReadStream(file)
  if (!isGzip(file)) return bytes
  // An error reaches the reader through the stream itself.
  return pipeline(bytes, createGunzip(), () => {})
}
