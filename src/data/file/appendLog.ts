import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { explainFileError } from './explainFileError.ts'

/** A file that only grows, with one JSON value per line. */
export interface AppendLog {
  readonly append: (record: unknown) => void
  /** Bytes so far. Opening the log again with this limit cuts it back to here. */
  readonly size: () => number
  readonly close: () => void
}

const readSize = 1 << 16
const newline = 0x0a

/** Bytes up to the last line break within the limit, including it. A crash tore anything after it. */
const wholeLength = (descriptor: number, limit: number, onText: (text: string) => void): number => {
  const decoder = new StringDecoder('utf8')
  const bytes = Buffer.alloc(readSize)
  let offset = 0
  let whole = 0
  const read = (): number => readSync(descriptor, bytes, 0, Math.min(readSize, limit - offset), offset)
  for (let length = read(); length > 0; length = read()) {
    const piece = bytes.subarray(0, length)
    const last = piece.lastIndexOf(newline)
    if (last >= 0) whole = offset + last + 1
    onText(decoder.write(piece))
    offset += length
  }
  return whole
}

const readLines = (
  file: string,
  descriptor: number,
  limit: number,
  onRecord: (record: unknown) => void,
): E.Either<RunError, number> => {
  let rest = ''
  let number = 0
  let broken: number | undefined
  const onLine = (line: string): void => {
    number++
    if (broken !== undefined) return
    try {
      onRecord(JSON.parse(line))
    } catch {
      broken = number
    }
  }
  const whole = wholeLength(descriptor, limit, (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    lines.forEach(onLine)
  })
  return broken === undefined
    ? E.right(whole)
    : E.left(runError(`${file} is damaged: line ${broken} is not JSON`, 'Restore it from a backup or start a new run'))
}

/**
 * Opens a log for appending, after passing every record that it holds to `onRecord`.
 *
 * - A last line without its line break was torn by a crash. It is cut off: its record was never
 *   acknowledged.
 * - Fails if an earlier line is damaged.
 * - `append` returns after the whole record is written.
 *
 * @param limit bytes to keep; anything after them is cut off too, since a resumed run writes it again
 */
export const openAppendLog = (
  file: string,
  onRecord: (record: unknown) => void,
  limit = Number.MAX_SAFE_INTEGER,
): E.Either<RunError, AppendLog> => {
  try {
    const descriptor = openSync(file, existsSync(file) ? 'r+' : 'w+')
    const whole = readLines(file, descriptor, limit, onRecord)
    if (E.isLeft(whole)) {
      closeSync(descriptor)
      return whole
    }
    let end = whole.right
    if (fstatSync(descriptor).size > end) ftruncateSync(descriptor, end)
    return E.right({
      append: (record) => {
        const bytes = Buffer.from(`${JSON.stringify(record)}\n`)
        for (let written = 0; written < bytes.length; ) {
          written += writeSync(descriptor, bytes, written, bytes.length - written, end + written)
        }
        end += bytes.length
      },
      size: () => end,
      close: () => closeSync(descriptor),
    })
  } catch (error) {
    return E.left(explainFileError(`open ${file}`, error))
  }
}
