import { readSync } from 'node:fs'

/** One line of a file, without its line break. */
export interface Line {
  readonly text: string
  /** Bytes from the start of the file to the start of this line, and to that of the next line. */
  readonly start: number
  readonly end: number
  /** False for a last line without a line break. */
  readonly ended: boolean
}

const readSize = 1 << 18
const newline = 0x0a

/**
 * Reads the lines of an open file one after another from its start, however long the file is.
 *
 * @param limit bytes to read at most; a line that goes on after them counts as one without a line break
 */
export function* linesOf(descriptor: number, limit = Number.MAX_SAFE_INTEGER): Generator<Line, void> {
  const bytes = Buffer.alloc(readSize)
  let rest = Buffer.alloc(0)
  let offset = 0
  const read = (): number => {
    const from = offset + rest.length
    return readSync(descriptor, bytes, 0, Math.min(readSize, limit - from), from)
  }
  for (let length = read(); length > 0; length = read()) {
    const piece = Buffer.concat([rest, bytes.subarray(0, length)])
    let start = 0
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
      yield { text: piece.toString('utf8', start, end), start: offset + start, end: offset + end + 1, ended: true }
      start = end + 1
    }
    rest = piece.subarray(start)
    offset += start
  }
  if (rest.length > 0) yield { text: rest.toString(), start: offset, end: offset + rest.length, ended: false }
}
