import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { classFolders } from '../folder/classFolders.ts'
import { openFolderIndex } from '../folder/folderIndex.ts'
import { eachRow, type LatestRow, latestRows } from './latestRows.ts'
import type { Ledger } from './openLedger.ts'
import { type Judged, type LabelScore, scoreLabels } from './scoreLabels.ts'
import { someNames } from './someNames.ts'
import { type Truth, truthOf } from './truthOf.ts'

export interface AuditLedger {
  readonly ledger: Ledger
  /** Folder that holds the same images, or some of them, with one folder per class. */
  readonly truth: string
  /** Folder for the index of the truth folder. */
  readonly cache: string
}

/** How good the labels of a ledger are. The scores are over the images with a truth. */
export interface LedgerAudit extends LabelScore {
  /** Images that the ledger labels. The last row of each image counts. */
  readonly images: number
  readonly accepted: number
  readonly rejected: number
  /** accepted / images. */
  readonly coverage: number
  /** Images with one class in the folder, with none, and with several possible ones. */
  readonly known: number
  readonly missing: number
  readonly ambiguous: number
}

function* judged(
  rows: readonly (readonly [string, LatestRow])[],
  truths: readonly Truth[],
  classes: readonly string[],
): Generator<Judged, void> {
  for (const [i, [, row]] of rows.entries()) {
    const truth = truths[i]!
    if (typeof truth === 'number') yield { ...row, truth: classes[truth]! }
  }
}

/**
 * Compares the labels of a ledger with the truth: class folders that hold the same images.
 *
 * `truthOf` finds the images in the folders.
 *
 * - Fails if the ledger has no rows.
 * - Fails if the ledger and the folder share no class, or share no image.
 * - A label is wrong if the folder does not have its class.
 * - The paths of ledger and folder are held in memory.
 *
 * Laws:
 * - accepted + rejected = images
 * - known + missing + ambiguous = images
 */
export const auditLedger = async ({ ledger, truth, cache }: AuditLedger): Promise<E.Either<RunError, LedgerAudit>> => {
  const rows = [...eachRow(latestRows(ledger))]
  if (rows.length === 0) return E.left(runError(`Expected rows in ${ledger.file}, received none`))
  const index = await openFolderIndex({ folder: truth, cache, whenChanged: 'rescan', onProgress: () => undefined })
  if (E.isLeft(index)) return index
  try {
    const folders = classFolders(index.right)
    if (E.isLeft(folders)) return folders
    const classes = folders.right.map(({ name }) => name)
    const labels = ledger.classes ?? [...new Set(rows.map(([, { label }]) => label))].sort()
    if (!labels.some((label) => classes.includes(label))) {
      return E.left(
        runError(
          `Expected a class of ${ledger.file} (${someNames(labels)}) in ${truth}, received ${someNames(classes)}`,
          'Name the class folders as the ledger names its classes',
        ),
      )
    }
    const truths = truthOf(
      rows.map(([file]) => file),
      index.right,
      folders.right,
    )
    const count = (wanted: (truth: Truth) => boolean): number => truths.filter(wanted).length
    const known = count((one) => typeof one === 'number')
    if (known === 0) {
      return E.left(
        runError(
          `Expected images of ${ledger.file} in ${truth}, received none of the same name`,
          'The truth is looked up by the names of the files: this is a folder of other images',
        ),
      )
    }
    const accepted = rows.filter(([, row]) => row.accepted).length
    return E.right({
      images: rows.length,
      accepted,
      rejected: rows.length - accepted,
      coverage: accepted / rows.length,
      known,
      missing: count((one) => one === 'missing'),
      ambiguous: count((one) => one === 'ambiguous'),
      ...scoreLabels(judged(rows, truths, classes), [
        ...classes,
        ...labels.filter((label) => !classes.includes(label)),
      ]),
    })
  } finally {
    index.right.close()
  }
}
