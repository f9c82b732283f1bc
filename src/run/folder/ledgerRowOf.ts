import { relative, sep } from 'node:path'
import type { LedgerRow } from '../../data/ledger/ledgerRow.ts'
import type { LedgerRecord } from '../../kind/step/step.ts'

/** Rounding can lift a mean of probabilities above 1. */
const atMostOne = (probability: number): number => Math.min(1, probability)

/**
 * A pseudo-label as a row of a ledger. A reader needs no run: the row has the name of the class, and the path of
 * the file in the folder of its set.
 *
 * - The set is null for images outside of the sets of a run (those of the command `label`).
 *
 * @param folder the folder of the file's set
 */
export const ledgerRowOf = (
  { file, label, confidence, accepted, probabilities }: LedgerRecord,
  folder: string,
  classes: readonly string[],
): LedgerRow => ({
  file: relative(folder, file.path).replaceAll(sep, '/'),
  set: file.set === 'unlabeled' || file.set === 'labeled' ? file.set : null,
  label: classes[label]!,
  confidence: atMostOne(confidence),
  accepted,
  probabilities: probabilities.map(atMostOne),
})
