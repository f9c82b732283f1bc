import * as E from 'fp-ts/lib/Either.js'
import { decode, show } from '../../codec/index.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'
import { ledgerHeader, version } from './ledgerHeader.ts'
import { type LedgerRow, ledgerRow } from './ledgerRow.ts'

type Checked<A> = E.Either<readonly DeclarationError[], A>

const wrong = (key: string, expected: string, received: string): DeclarationError =>
  declarationError({ path: [key], expected, received })

const tolerance = 1e-3
const names = new Set(Object.keys(ledgerRow.fields))

/** What stands for the fields that a row leaves out. */
const fallbacks = Object.fromEntries(
  Object.entries(ledgerRow.fields).flatMap(([name, { fallback }]) =>
    fallback === undefined ? [] : [[name, fallback]],
  ),
)

/** A row with all its fields, of one that is known to be in order. */
export const filledRow = (line: object): LedgerRow => ({ ...fallbacks, ...line }) as LedgerRow

/** Decodes a value; the codec, which says all that is wrong but takes its time, is asked only about values that are not in order. */
const decodeRow = (value: unknown): Checked<LedgerRow> => {
  if (typeof value === 'object' && value !== null && Object.keys(value).every((key) => names.has(key))) {
    const row = filledRow(value)
    if (ledgerRow.is(row)) return E.right(row)
  }
  return decode(ledgerRow)(value)
}

const faultOf = (
  { label, probabilities }: LedgerRow,
  classes: ReadonlySet<string> | null,
): DeclarationError | undefined => {
  if (classes !== null && !classes.has(label)) {
    const fault = wrong('label', `one of the ${classes.size} classes of the first line`, show(label))
    const near = nearest(label, [...classes])
    return near === undefined ? fault : { ...fault, nearest: near }
  }
  if (probabilities === null) return undefined
  if (classes === null) {
    return wrong('probabilities', 'none where no first line names the classes', show(probabilities))
  }
  if (probabilities.length !== classes.size) {
    return wrong('probabilities', `${classes.size} numbers, one for each class`, String(probabilities.length))
  }
  let sum = 0
  for (const one of probabilities) sum += one
  return Math.abs(sum - 1) <= tolerance
    ? undefined
    : wrong('probabilities', `numbers with the sum 1, give or take ${tolerance}`, `the sum ${+sum.toFixed(6)}`)
}

/** A row, or all that is wrong with it. */
export const checkRow = (value: unknown, classes: ReadonlySet<string> | null): Checked<LedgerRow> => {
  const row = decodeRow(value)
  if (E.isLeft(row)) return row
  const fault = faultOf(row.right, classes)
  return fault === undefined ? row : E.left([fault])
}

/** Whether a first line is a header: it has one of its keys, which no row has. */
export const isHeader = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('ledger' in value || 'classes' in value) && !('file' in value)

/** The class names of a header, or all that is wrong with it. */
export const checkHeader = (value: unknown): Checked<readonly string[]> => {
  const header = decode(ledgerHeader)(value)
  if (E.isLeft(header)) return header
  const { ledger, classes } = header.right
  if (ledger !== version) return E.left([wrong('ledger', `version ${version} of the format`, String(ledger))])
  const twice = classes.find((name, i) => classes.indexOf(name) < i)
  return twice === undefined ? E.right(classes) : E.left([wrong('classes', 'each class once', `${show(twice)} twice`)])
}
