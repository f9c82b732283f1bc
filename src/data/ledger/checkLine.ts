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

/** The values of the fields that a row leaves out. */
const fallbacks = Object.fromEntries(
  Object.entries(ledgerRow.fields).flatMap(([name, { fallback }]) =>
    fallback === undefined ? [] : [[name, fallback]],
  ),
)

/**
 * Fills in the fields that a valid row leaves out.
 *
 * @example
 * filledRow({ file: 'a.jpg', label: 'cat' }).confidence // => 1
 */
export const filledRow = (line: object): LedgerRow => ({ ...fallbacks, ...line }) as LedgerRow

/**
 * Decodes a row.
 *
 * The codec reports every mistake but is slow, so it only decodes values that fail the quick check.
 */
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

/**
 * Checks a row and fills it in, or returns every mistake in it.
 *
 * @example
 * const row = { file: 'a.jpg', label: 'cat', accepted: false }
 * checkRow(row, null).right // => { ...row, set: null, confidence: 1, probabilities: null }
 * checkRow({ file: 'a.jpg', label: 'cta' }, new Set(['cat'])).left[0].nearest // => 'cat'
 *
 * @param classes those of the first line; null if there is no header
 */
export const checkRow = (value: unknown, classes: ReadonlySet<string> | null): Checked<LedgerRow> => {
  const row = decodeRow(value)
  if (E.isLeft(row)) return row
  const fault = faultOf(row.right, classes)
  return fault === undefined ? row : E.left([fault])
}

/**
 * True if a first line is a header: it has a key of headers, and no `file`.
 *
 * @example
 * isHeader({ ledger: 1, classes: ['cat'] }) // => true
 * isHeader({ file: 'a.jpg', label: 'cat' }) // => false
 */
export const isHeader = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('ledger' in value || 'classes' in value) && !('file' in value)

/**
 * The class names of a header, or every mistake in it.
 *
 * @example
 * checkHeader({ ledger: 1, classes: ['cat', 'dog'] }).right // => ['cat', 'dog']
 * checkHeader({ ledger: 1, classes: ['cat', 'cat'] }).left[0].received // => '"cat" twice'
 */
export const checkHeader = (value: unknown): Checked<readonly string[]> => {
  const header = decode(ledgerHeader)(value)
  if (E.isLeft(header)) return header
  const { ledger, classes } = header.right
  if (ledger !== version) return E.left([wrong('ledger', `version ${version} of the format`, String(ledger))])
  const twice = classes.find((name, i) => classes.indexOf(name) < i)
  return twice === undefined ? E.right(classes) : E.left([wrong('classes', 'each class once', `${show(twice)} twice`)])
}
