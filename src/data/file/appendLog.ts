import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { explainFileError } from './explainFileError.ts'
import { linesOf } from './linesOf.ts'

/** A file that only grows, with one JSON value per line. */
export interface AppendLog {
  readonly append: (record: unknown) => void
  /** Bytes so far. Opening the log again with this limit cuts it back to here. */
  readonly size: () => number
  readonly close: () => void
}

/** Passes on the whole lines within the limit, and returns where the last of them ends, in bytes. */
const readLines = (
  file: string,
  descriptor: number,
  limit: number,
  onRecord: (record: unknown) => void,
): E.Either<RunError, number> => {
  let whole = 0
  let number = 0
  for (const { text, end, ended } of linesOf(descriptor, limit)) {
    if (!ended) break
    number++
    try {
      onRecord(JSON.parse(text))
    } catch {
      return E.left(
        runError(`${file} is damaged: line ${number} is not JSON`, 'Restore it from a backup or start a new run'),
      )
    }
    whole = end
  }
  return E.right(whole)
}

/**
 * Opens a log for appending, after passing every record that it holds to `onRecord`.
 *
 * - A last line without its line break was torn by a crash. It is cut off: its record was never acknowledged.
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
