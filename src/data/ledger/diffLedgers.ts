import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { countRows, eachRow, type LatestRow, type LatestRows, latestRows } from './latestRows.ts'
import type { Ledger } from './openLedger.ts'
import { someNames } from './someNames.ts'

/** Images that changed from one class to another. */
export interface Move {
  readonly from: string
  readonly to: string
  readonly images: number
}

export interface ClassChange {
  readonly class: string
  /** Images with this label in each ledger, and the accepted ones among them. */
  readonly before: number
  readonly after: number
  readonly acceptedBefore: number
  readonly acceptedAfter: number
}

/** How the labels of one ledger differ from those of another. */
export interface LedgerDiff {
  /** Images in each ledger, in both, and in one only. */
  readonly images: {
    readonly before: number
    readonly after: number
    readonly both: number
    readonly onlyBefore: number
    readonly onlyAfter: number
  }
  /** Images in both whose label changed. */
  readonly changed: number
  /** The changed images by classes, most frequent first. */
  readonly moves: readonly Move[]
  /** Images in both that only the later ledger accepts, and those that only the earlier one accepts. */
  readonly newlyAccepted: number
  readonly noLongerAccepted: number
  /** Means over the images in both. */
  readonly confidence: { readonly before: number; readonly after: number }
  readonly classes: readonly ClassChange[]
}

/** How often each label occurs, among all rows and among the accepted ones. */
interface LabelCounts {
  readonly all: ReadonlyMap<string, number>
  readonly accepted: ReadonlyMap<string, number>
}

const add = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1)

const countLabels = (rows: LatestRows): LabelCounts => {
  const all = new Map<string, number>()
  const accepted = new Map<string, number>()
  for (const [, row] of eachRow(rows)) {
    add(all, row.label)
    if (row.accepted) add(accepted, row.label)
  }
  return { all, accepted }
}

/** The error if one ledger has classes that the other does not have. */
const classMismatch = (one: Ledger, { all }: LabelCounts, { file, classes }: Ledger): RunError | undefined => {
  const others = [...(one.classes ?? all.keys())].filter((name) => classes?.includes(name) === false)
  if (others.length === 0) return undefined
  return runError(
    `Expected ledgers of the same classes, received ${one.file} with ${someNames(others)}, which ${file} does not have`,
  )
}

/** Pairs the images of two ledgers. An image without a set pairs with the one of the same path. */
function* pairs(before: LatestRows, after: LatestRows): Generator<readonly [LatestRow, LatestRow], void> {
  for (const [file, row] of before.unlabeled) {
    const other = after.unlabeled.get(file) ?? after.either.get(file)
    if (other !== undefined) yield [row, other]
  }
  for (const [file, row] of before.labeled) {
    const other = after.labeled.get(file) ?? (before.unlabeled.has(file) ? undefined : after.either.get(file))
    if (other !== undefined) yield [row, other]
  }
  for (const [file, row] of before.either) {
    const other = after.either.get(file) ?? after.unlabeled.get(file) ?? after.labeled.get(file)
    if (other !== undefined) yield [row, other]
  }
}

const compare = (before: LatestRows, after: LatestRows) => {
  const moves = new Map<string, Map<string, number>>()
  const sums = { before: 0, after: 0 }
  const [counts, changes] = [
    { both: 0, changed: 0 },
    { newlyAccepted: 0, noLongerAccepted: 0 },
  ]
  for (const [old, now] of pairs(before, after)) {
    counts.both++
    sums.before += old.confidence
    sums.after += now.confidence
    if (now.accepted && !old.accepted) changes.newlyAccepted++
    if (old.accepted && !now.accepted) changes.noLongerAccepted++
    if (old.label === now.label) continue
    counts.changed++
    const to = moves.get(old.label) ?? new Map<string, number>()
    moves.set(old.label, to)
    add(to, now.label)
  }
  const { both } = counts
  return {
    ...counts,
    ...changes,
    moves: sortMoves(moves),
    confidence: { before: sums.before / both, after: sums.after / both },
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const sortMoves = (moves: ReadonlyMap<string, ReadonlyMap<string, number>>): readonly Move[] =>
  [...moves]
    .flatMap(([from, all]) => [...all].map(([to, images]) => ({ from, to, images })))
    .sort((a, b) => b.images - a.images || order(a.from, b.from) || order(a.to, b.to))

/**
 * Compares the labels of two ledgers, image by image. The last row of each image counts.
 *
 * - Fails if the ledgers have different classes or share no image.
 * - Probabilities stay on the disk.
 * - The paths of both ledgers are held in memory, about 300 bytes per row.
 *
 * Laws:
 * - An image is in both ledgers or in one only.
 * - A ledger does not differ from itself.
 * - Exchanging the ledgers exchanges the figures.
 */
export const diffLedgers = (before: Ledger, after: Ledger): E.Either<RunError, LedgerDiff> => {
  const [old, now] = [latestRows(before), latestRows(after)]
  const [oldLabels, newLabels] = [countLabels(old), countLabels(now)]
  const mismatch = classMismatch(before, oldLabels, after) ?? classMismatch(after, newLabels, before)
  if (mismatch !== undefined) return E.left(mismatch)
  const { both, ...compared } = compare(old, now)
  if (both === 0) {
    return E.left(
      runError(
        `No image is in both ${before.file} (${countRows(old)}) and ${after.file} (${countRows(now)})`,
        'Compare ledgers of the same images: one of these is of another data set',
      ),
    )
  }
  const images = { before: countRows(old), after: countRows(now) }
  const classes =
    before.classes ?? after.classes ?? [...new Set([...oldLabels.all.keys(), ...newLabels.all.keys()])].sort(order)
  return E.right({
    images: { ...images, both, onlyBefore: images.before - both, onlyAfter: images.after - both },
    ...compared,
    classes: classes.map((name) => ({
      class: name,
      before: oldLabels.all.get(name) ?? 0,
      after: newLabels.all.get(name) ?? 0,
      acceptedBefore: oldLabels.accepted.get(name) ?? 0,
      acceptedAfter: newLabels.accepted.get(name) ?? 0,
    })),
  })
}
