import { existsSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** An append-only file of one JSON value per line. */
export interface JsonLines {
  readonly append: (rows: readonly unknown[]) => Promise<void>
  /** Bytes written so far: what a checkpoint remembers. */
  readonly size: () => number
  readonly close: () => Promise<void>
}

const newline = 0x0a

/** The length of the file up to and with its last complete line. */
const completeLength = async (handle: FileHandle, size: number): Promise<number> => {
  const chunk = Buffer.alloc(64 * 1024)
  let end = size
  while (end > 0) {
    const length = Math.min(chunk.length, end)
    await handle.read(chunk, 0, length, end - length)
    const last = chunk.lastIndexOf(newline, length - 1)
    if (last >= 0) return end - length + last + 1
    end -= length
  }
  return 0
}

/**
 * Opens a file for appending. A last line that a kill tore is cut off first; so are, when `length` is given, the lines after it: those that
 * a resumed run will write again.
 */
export const openJsonLines = async (file: string, length = Number.POSITIVE_INFINITY): Promise<JsonLines> => {
  const handle = await open(file, existsSync(file) ? 'r+' : 'w+')
  const { size: found } = await handle.stat()
  let size = await completeLength(handle, Math.min(found, length))
  if (size < found) await handle.truncate(size)
  return {
    append: async (rows) => {
      if (rows.length === 0) return
      const data = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
      await handle.write(data, 0, data.length, size)
      size += data.length
    },
    size: () => size,
    close: () => handle.close(),
  }
}
