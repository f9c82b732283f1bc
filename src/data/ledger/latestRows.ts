import type { LedgerRow } from './ledgerRow.ts'
import type { Ledger } from './openLedger.ts'

/** The row of one image, without its probabilities, which stay on the disk. */
export interface LatestRow extends Pick<LedgerRow, 'label' | 'confidence' | 'accepted'> {
  /** Number of the row in the ledger. */
  readonly index: number
}

/** Rows by path. `either` holds the images whose set no row names. */
export type LatestRows = Readonly<Record<'unlabeled' | 'labeled' | 'either', ReadonlyMap<string, LatestRow>>>

/**
 * The last row of each image of a ledger. It replaces the rows before it.
 *
 * - A row without a set belongs to the unlabeled image of that path if the ledger has one, else to the
 *   labeled one.
 * - Memory grows by about 250 bytes per image.
 */
export const latestRows = ({ length, row }: Ledger): LatestRows => {
  const rows = {
    unlabeled: new Map<string, LatestRow>(),
    labeled: new Map<string, LatestRow>(),
    either: new Map<string, LatestRow>(),
  }
  // Every row is parsed on its own. Without this map, each would keep its own copy of an equal name.
  const names = new Map<string, string>()
  for (let index = 0; index < length; index++) {
    const { file, set, label, confidence, accepted } = row(index)
    if (!names.has(label)) names.set(label, label)
    rows[set ?? 'either'].set(file, { index, label: names.get(label)!, confidence, accepted })
  }
  for (const [file, late] of rows.either) {
    const known = [rows.unlabeled, rows.labeled].find((set) => set.has(file))
    if (known === undefined) continue
    if (known.get(file)!.index < late.index) known.set(file, late)
    rows.either.delete(file)
  }
  return rows
}

/** The number of images. */
export const countRows = ({ unlabeled, labeled, either }: LatestRows): number =>
  unlabeled.size + labeled.size + either.size

/** Every path with its row, set by set. */
export function* eachRow({ unlabeled, labeled, either }: LatestRows): Generator<readonly [string, LatestRow], void> {
  yield* unlabeled
  yield* labeled
  yield* either
}
