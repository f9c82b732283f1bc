import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { explainFileError } from './explainFileError.ts'

/** A file of one JSON value per line that only grows. */
export interface AppendLog {
  readonly append: (record: unknown) => void
  /** Bytes so far: a place to which the log can be cut back when it is opened again. */
  readonly size: () => number
  readonly close: () => void
}

const readSize = 1 << 16
const newline = 0x0a

/** Bytes up to and with the last line break within the limit: what stands after it was torn by a crash. */
const wholeLength = (descriptor: number, limit: number, onText: (text: string) => void): number => {
  const decoder = new StringDecoder('utf8')
  const bytes = Buffer.alloc(readSize)
  let offset = 0
  let whole = 0
  const read = (): number => readSync(descriptor, bytes, 0, Math.min(readSize, limit - offset), offset)
  for (let got = read(); got > 0; got = read()) {
    const piece = bytes.subarray(0, got)
    const last = piece.lastIndexOf(newline)
    if (last >= 0) whole = offset + last + 1
    onText(decoder.write(piece))
    offset += got
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
 * Opens a log for appending, after handing on every record that it holds.
 *
 * A last line without its line break was torn by a crash: it is cut off, since what it recorded was never acknowledged. A damaged line before that is
 * an error. Each record is written in one piece before `append` returns.
 *
 * @param limit bytes to keep: what stands after them is cut off too, since a resumed run will write it again
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
