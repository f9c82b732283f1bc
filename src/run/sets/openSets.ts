import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { classFolders } from '../../data/folder/classFolders.ts'
import { type FolderIndex, openFolderIndex } from '../../data/folder/folderIndex.ts'
import { labeledSplit } from '../../data/split/labeledSplit.ts'
import type { Splits } from '../../data/split/splits.ts'
import type { LabeledImage, UnlabeledImage } from '../../kind/source/imageSets.ts'
import type { RunError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { type Sequence, sequenceOf } from '../../stream/sequence.ts'
import type { RunFolder } from '../folder/runFolder.ts'
import { labeledFolder, listedImages, otherImages, unlabeledFolder } from './folderImages.ts'
import type { RunData } from './runData.ts'
import { sameClasses } from './sameClasses.ts'

/** Where the images of a run are, and how many labels it may use. */
export interface SetsRequest {
  readonly labeled: string
  /** Null: the images of the labeled folder that validation does not hold back. */
  readonly unlabeled: string | null
  readonly test: string | null
  readonly labelsPerClass: number | null
  readonly validationPerClass: number
  readonly key: Key
  readonly folder: RunFolder
  /** Whether a changed folder is an error, as in a resumed run. Otherwise it is scanned again. */
  readonly resumed: boolean
  readonly onProgress: (folder: string, found: number) => void
}

/** The images of a run, and the folder of each set. */
export interface OpenSets extends RunData {
  readonly splits: Splits
  readonly indexes: Readonly<Record<string, FolderIndex>>
  /** Number of images in all folders. */
  readonly images: number
  readonly close: () => void
}

/** Opens the folder of a set. */
type Open = (set: string, folder: string) => Promise<E.Either<RunError, FolderIndex>>

const openUnlabeled = async (
  open: Open,
  folder: string | null,
  rest: () => Sequence<UnlabeledImage>,
): Promise<E.Either<RunError, Sequence<UnlabeledImage>>> =>
  folder === null
    ? E.right(rest())
    : E.map((index: FolderIndex) => unlabeledFolder('unlabeled', index))(await open('unlabeled', folder))

const openTest = async (
  open: Open,
  folder: string | null,
  names: readonly string[],
): Promise<E.Either<RunError, Sequence<LabeledImage> | null>> => {
  if (folder === null) return E.right(null)
  const index = await open('test', folder)
  if (E.isLeft(index)) return index
  const classes = classFolders(index.right)
  if (E.isLeft(classes)) return classes
  const fitting = sameClasses(names, classes.right, folder)
  return E.isLeft(fitting) ? fitting : E.right(labeledFolder('test', index.right, classes.right, names))
}

/** The sets, with each folder opened by `open`. */
const openAll = async (request: SetsRequest, open: Open) => {
  const labeled = await open('labeled', request.labeled)
  if (E.isLeft(labeled)) return labeled
  const index = labeled.right
  const found = classFolders(index)
  if (E.isLeft(found)) return found
  const { key, folder, labelsPerClass, validationPerClass } = request
  const drawn = await labeledSplit({
    file: folder.splits,
    key: fold(key, 'splits'),
    index,
    classes: found.right,
    labelsPerClass,
    validationPerClass,
  })
  if (E.isLeft(drawn)) return drawn
  const splits = drawn.right
  const { classes } = splits
  const unlabeled = await openUnlabeled(open, request.unlabeled, () => otherImages(index, splits.validation))
  if (E.isLeft(unlabeled)) return unlabeled
  const test = await openTest(open, request.test, classes)
  if (E.isLeft(test)) return test
  const validation = listedImages(index, classes, splits.validation)
  return E.right({
    sets: {
      labeled: sequenceOf(listedImages(index, classes, splits.labeled)),
      unlabeled: unlabeled.right,
      labeledAmongUnlabeled: request.unlabeled === null,
    },
    classes,
    validation: validation.length === 0 ? null : sequenceOf(validation),
    test: test.right,
    splits,
  })
}

/**
 * Opens the folders of a run: scans or checks them, and draws the labels or checks the draw.
 *
 * - Fails if a folder cannot be read, or has changed since the run that is resumed.
 * - Fails if the test folder has a class that the labeled folder does not have.
 * - No folder stays open after a failure.
 */
export const openSets = async (request: SetsRequest): Promise<E.Either<RunError, OpenSets>> => {
  const indexes: Record<string, FolderIndex> = {}
  const close = (): void => {
    for (const index of Object.values(indexes)) index.close()
  }
  const open: Open = async (set, folder) => {
    const index = await openFolderIndex({
      folder,
      cache: join(request.folder.cache, 'index', set),
      whenChanged: request.resumed ? 'fail' : 'rescan',
      onProgress: (found) => request.onProgress(folder, found),
    })
    if (E.isRight(index)) indexes[set] = index.right
    return index
  }
  const opened = await openAll(request, open)
  if (E.isLeft(opened)) {
    close()
    return opened
  }
  const images = Object.values(indexes).reduce((sum, { length }) => sum + length, 0)
  return E.right({ ...opened.right, indexes, images, close })
}
