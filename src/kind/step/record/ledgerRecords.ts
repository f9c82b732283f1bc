import { shortestFloat } from '../../../prelude/shortestFloat.ts'
import type { FileRef } from '../../field/frame.ts'
import type { LedgerRecord } from '../step.ts'

/**
 * The pseudo-labels of a batch: the most probable class of each file, or the first of equals.
 *
 * Numbers have as few digits as `shortestFloat` needs for them.
 *
 * @example
 * const files = [{ set: 'unlabeled', index: 0, path: 'a.png' }]
 * const [row] = ledgerRecords(files, Float32Array.of(0.25, 0.75), 2, (_, confidence) => confidence >= 0.5)
 * [row.label, row.confidence, row.accepted] // => [1, 0.75, true]
 *
 * @param probabilities a row of `classes` numbers for each file
 * @param accepts whether the label of a file counts, by its place in the batch and its confidence
 */
export const ledgerRecords = (
  files: readonly FileRef[],
  probabilities: Float32Array,
  classes: number,
  accepts: (place: number, confidence: number) => boolean,
): readonly LedgerRecord[] =>
  files.map((file, i) => {
    const row = Array.from(probabilities.subarray(i * classes, (i + 1) * classes), shortestFloat)
    const confidence = Math.max(...row)
    return { file, label: row.indexOf(confidence), confidence, accepted: accepts(i, confidence), probabilities: row }
  })
