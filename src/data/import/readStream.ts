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

/** Reads a file piece by piece. Unpacks it if it is a gzip file, whatever its name. */
export const readStream = (file: string): AsyncIterable<Uint8Array> => {
  const bytes = createReadStream(file)
  if (!isGzip(file)) return bytes
  // The stream itself passes errors to the reader.
  return pipeline(bytes, createGunzip(), () => {})
}
