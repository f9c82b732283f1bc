import { count, field, list, record, text } from '../../codec/index.ts'

/** The current version of the format. */
export const version = 1

/** The first line of a ledger that Understudy wrote. A ledger written by hand may have none. */
export const ledgerHeader = record({
  ledger: field(count, 'version of this format'),
  classes: field(
    list(text('the name of a class', /./s), 1),
    'class names, in the order of the probabilities of each row',
  ),
})

/**
 * The first line, as data.
 *
 * @example
 * writtenHeader(['cat', 'dog']) // => { ledger: 1, classes: ['cat', 'dog'] }
 */
export const writtenHeader = (classes: readonly string[]): unknown => ledgerHeader.encode({ ledger: version, classes })
