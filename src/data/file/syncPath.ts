import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Waits until the content of a file, or the names in a folder, are on the disk. */
export const syncPath = (path: string): void => {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
