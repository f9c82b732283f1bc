import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'

const newline = 0x0a
const piece = 1 << 16

/** The offset right after the last line break before `end`, or 0. */
const lineStart = (descriptor: number, end: number): number => {
  const buffer = Buffer.alloc(piece)
  for (let stop = end; stop > 0; ) {
    const length = Math.min(piece, stop)
    readSync(descriptor, buffer, 0, length, stop - length)
    const last = buffer.lastIndexOf(newline, length - 1)
    if (last >= 0 && last < length) return stop - length + last + 1
    stop -= length
  }
  return 0
}

/**
 * The last complete line of a file that grows by lines, or null if there is none.
 *
 * - A torn line after it, left by a crash, is cut off.
 * - The file is read from its end, however long it is.
 */
export const lastLine = (file: string): string | null => {
  if (!existsSync(file)) return null
  const descriptor = openSync(file, 'r+')
  try {
    const { size } = fstatSync(descriptor)
    const end = lineStart(descriptor, size)
    if (end < size) ftruncateSync(descriptor, end)
    if (end === 0) return null
    const start = lineStart(descriptor, end - 1)
    const line = Buffer.alloc(end - 1 - start)
    readSync(descriptor, line, 0, line.length, start)
    return line.toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}
