import type { LedgerRow } from './ledgerRow.ts'
import type { Ledger } from './openLedger.ts'

/** What counts of the row of one image; its probabilities stay on the disk. */
export interface LatestRow extends Pick<LedgerRow, 'label' | 'confidence' | 'accepted'> {
  /** Number of the row in the ledger. */
  readonly index: number
}

/** By path; `either` holds the images whose set no row tells. */
export type LatestRows = Readonly<Record<'unlabeled' | 'labeled' | 'either', ReadonlyMap<string, LatestRow>>>

/**
 * The last row of each image of a ledger, which replaces those before it.
 *
 * A row without a set is of the unlabeled image of that path where the ledger has one, else of the labeled one. Memory grows by some 250 bytes an image.
 */
export const latestRows = ({ length, row }: Ledger): LatestRows => {
  const found = {
    unlabeled: new Map<string, LatestRow>(),
    labeled: new Map<string, LatestRow>(),
    either: new Map<string, LatestRow>(),
  }
  // Each row is parsed anew, so that equal names would be kept many times.
  const names = new Map<string, string>()
  for (let index = 0; index < length; index++) {
    const { file, set, label, confidence, accepted } = row(index)
    if (!names.has(label)) names.set(label, label)
    found[set ?? 'either'].set(file, { index, label: names.get(label)!, confidence, accepted })
  }
  for (const [file, late] of found.either) {
    const named = [found.unlabeled, found.labeled].find((set) => set.has(file))
    if (named === undefined) continue
    if (named.get(file)!.index < late.index) named.set(file, late)
    found.either.delete(file)
  }
  return found
}

export const countRows = ({ unlabeled, labeled, either }: LatestRows): number =>
  unlabeled.size + labeled.size + either.size

/** Every image with its row, set by set. */
export function* eachRow({ unlabeled, labeled, either }: LatestRows): Generator<readonly [string, LatestRow], void> {
  yield* unlabeled
  yield* labeled
  yield* either
}
