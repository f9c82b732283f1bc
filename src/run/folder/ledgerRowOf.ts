import { relative, sep } from 'node:path'
import type { LedgerRow } from '../../data/ledger/ledgerRow.ts'
import type { LedgerRecord } from '../../kind/step/step.ts'

/** Rounding can lift a mean of probabilities above 1. */
const atMostOne = (probability: number): number => Math.min(1, probability)

/**
 * A pseudo-label as a row of a ledger, which is read without the run: the class by its name, the file by its path in the folder of its set.
 *
 * Edges: images of any set but the two of a run (those of the command `label`) have a set of null.
 *
 * @param folder of the set that the file belongs to
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
