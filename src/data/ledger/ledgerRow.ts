import { choice, field, flag, list, optional, probability, record, text } from '../../codec/index.ts'

/**
 * A row of a ledger (any line after the first): the label of one image.
 *
 * A later row of the same image replaces an earlier one.
 */
export const ledgerRow = record({
  file: field(
    text('a path relative to the folder of its set', /^(?!\.{0,2}\/)./s),
    'path relative to the folder of its set, with / between the parts',
  ),
  set: field(
    optional(choice('unlabeled', 'labeled')),
    'folder that holds the image; when left out, the unlabeled one if it has the file, else the labeled one',
    null,
  ),
  label: field(text('the name of a class', /./s), 'name of the class'),
  confidence: field(probability, 'confidence of the label, 0..1', 1),
  accepted: field(flag, 'whether the label may be used for training', true),
  probabilities: field(
    optional(list(probability)),
    'probability of each class, in the order of the first line; they sum to 1',
    null,
  ),
})

export type LedgerRow = (typeof ledgerRow)['_A']

/**
 * A row as plain data, without the fields that are null.
 *
 * @example
 * const row = { file: 'a.jpg', label: 'cat', confidence: 1, accepted: true }
 * writtenRow({ ...row, set: null, probabilities: null }) // => row
 */
export const writtenRow = ({ file, set, label, confidence, accepted, probabilities }: LedgerRow): unknown => ({
  file,
  ...(set === null ? {} : { set }),
  label,
  confidence,
  accepted,
  ...(probabilities === null ? {} : { probabilities }),
})
