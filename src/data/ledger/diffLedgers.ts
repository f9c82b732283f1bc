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
  /** Images with this label, and how many of them are accepted, in all of the ledger. */
  readonly before: number
  readonly after: number
  readonly acceptedBefore: number
  readonly acceptedAfter: number
}

/** What became of the labels of one ledger in another. */
export interface LedgerDiff {
  /** Images in each ledger, in both, and in one only. */
  readonly images: {
    readonly before: number
    readonly after: number
    readonly both: number
    readonly onlyBefore: number
    readonly onlyAfter: number
  }
  /** Images in both whose label is another. */
  readonly changed: number
  /** The same by classes, most frequent first. */
  readonly moves: readonly Move[]
  /** Images in both that are accepted in one ledger only. */
  readonly newlyAccepted: number
  readonly noLongerAccepted: number
  /** Means over the images in both. */
  readonly confidence: { readonly before: number; readonly after: number }
  readonly classes: readonly ClassChange[]
}

/** How often each label occurs, in all and among the accepted rows. */
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

/** Why classes of the one ledger have no place in the other. */
const strangers = (one: Ledger, { all }: LabelCounts, { file, classes }: Ledger): RunError | undefined => {
  const others = [...(one.classes ?? all.keys())].filter((name) => classes?.includes(name) === false)
  if (others.length === 0) return undefined
  return runError(
    `Expected ledgers of the same classes, received ${one.file} with ${someNames(others)}, which ${file} does not have`,
  )
}

/** Pairs the images of two ledgers; one whose set no row tells goes with that of the same path. */
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
    moves: sorted(moves),
    confidence: { before: sums.before / both, after: sums.after / both },
  }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const sorted = (moves: ReadonlyMap<string, ReadonlyMap<string, number>>): readonly Move[] =>
  [...moves]
    .flatMap(([from, all]) => [...all].map(([to, images]) => ({ from, to, images })))
    .sort((a, b) => b.images - a.images || order(a.from, b.from) || order(a.to, b.to))

/**
 * Compares the labels of two ledgers, image by image: the last row of each counts.
 *
 * Edges: ledgers of different classes, and such without an image in common, are errors. Probabilities stay on the disk; the paths of both ledgers are
 * held in memory, some 300 bytes for each row.
 *
 * Laws: an image is in both ledgers or in one only; of a ledger and itself nothing differs; exchanging the two exchanges the figures.
 */
export const diffLedgers = (before: Ledger, after: Ledger): E.Either<RunError, LedgerDiff> => {
  const [old, now] = [latestRows(before), latestRows(after)]
  const [oldLabels, newLabels] = [countLabels(old), countLabels(now)]
  const refused = strangers(before, oldLabels, after) ?? strangers(after, newLabels, before)
  if (refused !== undefined) return E.left(refused)
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
