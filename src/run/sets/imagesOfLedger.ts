import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { FolderIndex } from '../../data/folder/folderIndex.ts'
import { positionAfter } from '../../data/folder/positionAfter.ts'
import type { LedgerRow } from '../../data/ledger/ledgerRow.ts'
import type { Ledger } from '../../data/ledger/openLedger.ts'
import type { LabeledImage, LedgerImage, LedgerRequest } from '../../kind/source/imageSets.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { keyOf } from '../../prelude/key.ts'
import { concat, map, range, type Sequence } from '../../stream/sequence.ts'
import type { OpenSets } from './openSets.ts'

type Run = Pick<OpenSets, 'indexes' | 'classes' | 'validation'> & { readonly labeled: Sequence<LabeledImage> }

/** By set: the number of the row about each image, or -1. */
type Rows = Readonly<Record<string, Int32Array>>

/** The sets that a ledger can name, in the order in which a row without a set is searched. */
const setsOf = ({ indexes }: Run): readonly string[] => ['unlabeled', 'labeled'].filter((set) => set in indexes)

/** Finds the place of a path in a folder, or -1. Paths that come in order need no search. */
const finder = (index: FolderIndex) => {
  let next = 0
  return (path: string): number => {
    const isAt = (position: number): boolean =>
      position >= 0 && position < index.length && index.at(position).path === path
    const position = isAt(next) ? next : positionAfter(index, index.length, path) - 1
    if (!isAt(position)) return -1
    next = position + 1
    return position
  }
}

const foreign = ({ file }: Ledger, { classes }: Run, received: string): RunError =>
  runError(
    `Expected labels of the classes ${classes.join(', ')} in ${file}, received ${received}`,
    'Give the ledger of a teacher of these classes',
  )

const strangeFile = ({ file }: Ledger, row: LedgerRow, run: Run): RunError =>
  runError(
    `${file} speaks of ${row.file}, which is in none of the folders ${setsOf(run)
      .map((set) => run.indexes[set]!.folder)
      .join(', ')}`,
    'Give the ledger of these folders; paths are relative to them',
  )

const sameClasses = (ledger: Ledger, run: Run): E.Either<RunError, undefined> => {
  const named = ledger.classes
  const fits = named === null || [...named].sort().join('\n') === [...run.classes].sort().join('\n')
  return fits ? E.right(undefined) : E.left(foreign(ledger, run, named.join(', ')))
}

/** The newest row of each image. */
const newestRows = (ledger: Ledger, run: Run): E.Either<RunError, Rows> => {
  const sets = setsOf(run)
  const rows = Object.fromEntries(sets.map((set) => [set, new Int32Array(run.indexes[set]!.length).fill(-1)]))
  const find = Object.fromEntries(sets.map((set) => [set, finder(run.indexes[set]!)]))
  for (let number = 0; number < ledger.length; number++) {
    const row = ledger.row(number)
    if (!run.classes.includes(row.label)) return E.left(foreign(ledger, run, row.label))
    const found = sets
      .filter((set) => row.set === null || row.set === set)
      .map((set) => ({ set, position: find[set]!(row.file) }))
      .find(({ position }) => position >= 0)
    if (found === undefined) return E.left(strangeFile(ledger, row, run))
    rows[found.set]![found.position] = number
  }
  return E.right(rows)
}

const everyKey = keyOf(0)

/** Images of the labeled folder that a ledger does not decide: the labeled ones and those for validation. */
const decidedOf = ({ labeled, validation }: Run): ReadonlySet<number> => {
  const positions = (images: Sequence<LabeledImage>) =>
    Array.from({ length: images.length }, (_, i) => images.at(everyKey, i).file.index)
  return new Set([...positions(labeled), ...(validation === null ? [] : positions(validation))])
}

const oneHot = (category: number, classes: number): readonly number[] =>
  Array.from({ length: classes }, (_, index) => (index === category ? 1 : 0))

/** The accepted labels, as images of the run. A row is read from disk when its image is needed. */
const accepted = (ledger: Ledger, run: Run, rows: Rows): Sequence<LedgerImage> => {
  const withheld = decidedOf(run)
  const chosen = Object.entries(rows).flatMap(([set, numbers]) => {
    const positions = Int32Array.from(numbers.keys()).filter((position) => {
      const number = numbers[position]!
      return number >= 0 && !(set === 'labeled' && withheld.has(position)) && ledger.row(number).accepted
    })
    return [{ set, numbers, positions }]
  })
  const order = run.classes.map((name) => (ledger.classes ?? run.classes).indexOf(name))
  const imageAt = ({ set, numbers, positions }: (typeof chosen)[number]) =>
    map((place: number): LedgerImage => {
      const index = positions[place]!
      const { label, confidence, probabilities } = ledger.row(numbers[index]!)
      const category = run.classes.indexOf(label)
      const { folder, at } = run.indexes[set]!
      return {
        file: { set, index, path: join(folder, at(index).path) },
        category,
        confidence,
        probabilities:
          probabilities === null ? oneHot(category, run.classes.length) : order.map((from) => probabilities[from]!),
      }
    })(range(positions.length))
  return chosen.map(imageAt).reduce((all, some) => concat(all, some))
}

const withTruth = ({ file, category }: LabeledImage, classes: number): LedgerImage => ({
  file,
  category,
  confidence: 1,
  probabilities: oneHot(category, classes),
})

/**
 * The images that a ledger has accepted labels for, once each, in the order of their paths.
 *
 * The labeled images follow with their true labels, or are left out. Images held back for validation are never
 * among them. Memory holds 8 bytes for each image; rows are read when they are needed.
 *
 * - Of several rows about one image, the last one counts.
 * - Fails if the ledger has other classes.
 * - Fails if it names a file that the run does not have.
 */
export const imagesOfLedger = (
  ledger: Ledger,
  run: Run,
  { labeledToo }: Pick<LedgerRequest, 'labeledToo'>,
): E.Either<RunError, Sequence<LedgerImage>> => {
  const fitting = sameClasses(ledger, run)
  if (E.isLeft(fitting)) return fitting
  return E.map((rows: Rows) => {
    const pseudoLabeled = accepted(ledger, run, rows)
    return labeledToo
      ? concat(pseudoLabeled, map((image: LabeledImage) => withTruth(image, run.classes.length))(run.labeled))
      : pseudoLabeled
  })(newestRows(ledger, run))
}
