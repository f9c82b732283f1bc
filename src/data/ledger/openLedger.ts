import { closeSync, openSync, readSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { show } from '../../codec/index.ts'
import {
  type DeclarationError,
  declarationError,
  InvariantViolation,
  type RunError,
  runError,
} from '../../prelude/errors.ts'
import { render } from '../../prelude/render.ts'
import { explainFileError } from '../file/explainFileError.ts'
import { linesOf } from '../file/linesOf.ts'
import { checkHeader, checkRow, filledRow, isHeader } from './checkLine.ts'
import type { LedgerRow } from './ledgerRow.ts'

/** A file of labels, with one image per line. */
export interface Ledger {
  readonly file: string
  /** The class names of the first line, in the order of the probabilities; null if it names none. */
  readonly classes: readonly string[] | null
  /** Number of rows, including those that a later row replaces. */
  readonly length: number
  /** Reads one row from the disk. */
  readonly row: (index: number) => LedgerRow
  readonly close: () => void
}

/** Where the rows start and where the last one ends, in bytes. */
interface Places {
  readonly classes: readonly string[] | null
  readonly length: number
  readonly starts: Float64Array
}

const notJson = Symbol()

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return notJson
  }
}

const places = (file: string, descriptor: number): E.Either<RunError, Places> => {
  let classes: readonly string[] | null = null
  let known: ReadonlySet<string> | null = null
  let starts = new Float64Array(1024)
  let length = 0
  let number = 0
  let first = true
  const refuse = (errors: readonly DeclarationError[]) =>
    E.left(runError(`${file}:${number}: ${errors.map(render).join('; ')}`))
  for (const { text, start, end, ended } of linesOf(descriptor)) {
    number++
    if (text.trim() === '') continue
    const value = parse(text)
    if (value === notJson) {
      // Complete JSON without a line break was written by hand. Anything less was torn by a crash.
      if (!ended) break
      return refuse([declarationError({ path: [], expected: 'a JSON object', received: show(text) })])
    }
    const header = first && isHeader(value)
    first = false
    if (header) {
      const names = checkHeader(value)
      if (E.isLeft(names)) return refuse(names.left)
      classes = names.right
      known = new Set(classes)
      continue
    }
    const row = checkRow(value, known)
    if (E.isLeft(row)) return refuse(row.left)
    if (length + 1 === starts.length) {
      const wider = new Float64Array(2 * starts.length)
      wider.set(starts)
      starts = wider
    }
    starts[length++] = start
    starts[length] = end
  }
  return E.right({ classes, length, starts })
}

/**
 * Opens a ledger after checking each of its lines.
 *
 * The rows stay on the disk. At most 16 bytes per row in memory say where they are.
 *
 * The first line may be a header, `{"ledger":1,"classes":["cat","dog"]}`. Every other line is a row,
 * `{"file":"a/b.jpg","label":"cat"}`, with `set`, `confidence`, `accepted` and `probabilities` if they are
 * known (see `ledgerRow`).
 *
 * - Empty lines are passed over.
 * - A last line that is not JSON and has no line break was torn by a crash. It is passed over too.
 * - Fails on the first invalid line, and names it.
 * - The file may grow while it is open, but the bytes that were read must not change.
 */
export const openLedger = (file: string): E.Either<RunError, Ledger> => {
  try {
    const descriptor = openSync(file, 'r')
    const checked = places(file, descriptor)
    if (E.isLeft(checked)) {
      closeSync(descriptor)
      return checked
    }
    const { classes, length, starts } = checked.right
    let bytes = Buffer.alloc(1024)
    return E.right({
      file,
      classes,
      length,
      row: (index) => {
        if (!(index >= 0 && index < length)) {
          throw new InvariantViolation(`Expected a row number below ${length}, received ${index}`)
        }
        const start = starts[index]!
        const size = starts[index + 1]! - start
        if (size > bytes.length) bytes = Buffer.alloc(2 * size)
        readSync(descriptor, bytes, 0, size, start)
        return filledRow(JSON.parse(bytes.toString('utf8', 0, size)))
      },
      close: () => closeSync(descriptor),
    })
  } catch (error) {
    return E.left(explainFileError(`read the ledger ${file}`, error))
  }
}
