import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncPath } from './syncPath.ts'

/**
 * Writes a whole file aside, syncs it and renames it into place.
 *
 * After a crash at any moment, the file has the old content or the new content, never a part.
 */
export const writeDurably = (file: string, content: string | Uint8Array): void => {
  const aside = `${file}.new`
  const descriptor = openSync(aside, 'w')
  try {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(aside, file)
  syncPath(dirname(file))
}
