import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { classFolders, classNumbers, type ImageClass } from '../../data/folder/classFolders.ts'
import { type FolderIndex, openFolderIndex } from '../../data/folder/folderIndex.ts'
import { labeledSplit } from '../../data/split/labeledSplit.ts'
import type { SplitImage, Splits } from '../../data/split/splits.ts'
import type { LabeledImage, UnlabeledImage } from '../../kind/source/imageSets.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { map, range, type Sequence, sequenceOf } from '../../stream/sequence.ts'
import type { RunFolder } from '../folder/runFolder.ts'
import type { RunData } from './runData.ts'

/** Where the images of a run are, and how many labels it may use. */
export interface SetsRequest {
  readonly labeled: string
  /** Null: the images of the labeled folder that were not drawn. */
  readonly unlabeled: string | null
  readonly test: string | null
  readonly labelsPerClass: number | null
  readonly validationPerClass: number
  readonly key: Key
  readonly folder: RunFolder
  /** A run that is resumed fails when a folder has changed; one that starts reads it anew. */
  readonly resumed: boolean
  readonly onProgress: (folder: string, found: number) => void
}

/** The images of a run, and the folder of each set. */
export interface OpenSets extends RunData {
  readonly splits: Splits
  readonly indexes: Readonly<Record<string, FolderIndex>>
  /** Number of images in all folders. */
  readonly images: number
}

const open = (request: SetsRequest, set: string, folder: string) =>
  openFolderIndex({
    folder,
    cache: join(request.folder.cache, 'index', set),
    whenChanged: request.resumed ? 'fail' : 'rescan',
    onProgress: (found) => request.onProgress(folder, found),
  })

const fileOf = (set: string, index: FolderIndex) => (number: number) => ({
  set,
  index: number,
  path: join(index.folder, index.at(number).path),
})

const numbersByPath = (index: FolderIndex, wanted: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (let i = 0; i < index.length; i++) {
    const { path } = index.at(i)
    if (wanted.has(path)) found.set(path, i)
  }
  return found
}

const drawn = (index: FolderIndex, splits: Splits, images: readonly SplitImage[]): readonly LabeledImage[] => {
  const numbers = numbersByPath(index, new Set(images.map(({ file }) => file)))
  const toFile = fileOf('labeled', index)
  return images.map((image) => ({
    file: toFile(numbers.get(image.file)!),
    category: splits.classes.indexOf(image.class),
  }))
}

/** The images of the labeled folder that validation does not hold back. */
const rest = (index: FolderIndex, splits: Splits): Sequence<UnlabeledImage> => {
  const held = new Set(numbersByPath(index, new Set(splits.validation.map(({ file }) => file))).values())
  const numbers = Int32Array.from({ length: index.length }, (_, i) => i).filter((i) => !held.has(i))
  const toFile = fileOf('labeled', index)
  return map((position: number) => ({ file: toFile(numbers[position]!) }))(range(numbers.length))
}

/** Whether every class of another folder is one of the labeled folder's. */
export const sameClasses = (
  known: readonly string[],
  test: readonly ImageClass[],
  folder: string,
): E.Either<RunError, undefined> => {
  const strange = test.map(({ name }) => name).filter((name) => !known.includes(name))
  return strange.length === 0
    ? E.right(undefined)
    : E.left(
        runError(
          `Expected the classes ${known.join(', ')} in ${folder}, received ${strange.join(', ')} as well`,
          'Give the class folders of both folders the same names',
        ),
      )
}

/** All images of a folder of class folders, with the class numbers of the labeled one. */
export const labeledFolder = (
  set: string,
  index: FolderIndex,
  classes: readonly ImageClass[],
  names: readonly string[],
): Sequence<LabeledImage> => {
  const numbers = classNumbers(classes, index.length)
  const toFile = fileOf(set, index)
  const renumbered = classes.map(({ name }) => names.indexOf(name))
  return map((position: number) => ({ file: toFile(position), category: renumbered[numbers[position]!]! }))(
    range(index.length),
  )
}

/** Opens the folders of a run: scans or checks them, draws the labels or checks the draw, and refuses what does not fit together. */
export const openSets = async (request: SetsRequest): Promise<E.Either<RunError, OpenSets>> => {
  const labeled = await open(request, 'labeled', request.labeled)
  if (E.isLeft(labeled)) return labeled
  const classes = classFolders(labeled.right)
  if (E.isLeft(classes)) return classes
  const splits = await labeledSplit({
    file: request.folder.splits,
    key: fold(request.key, 'splits'),
    index: labeled.right,
    classes: classes.right,
    labelsPerClass: request.labelsPerClass,
    validationPerClass: request.validationPerClass,
  })
  if (E.isLeft(splits)) return splits
  const names = splits.right.classes
  const indexes: Record<string, FolderIndex> = { labeled: labeled.right }
  let unlabeled: Sequence<UnlabeledImage> = rest(labeled.right, splits.right)
  if (request.unlabeled !== null) {
    const opened = await open(request, 'unlabeled', request.unlabeled)
    if (E.isLeft(opened)) return opened
    indexes['unlabeled'] = opened.right
    const toFile = fileOf('unlabeled', opened.right)
    unlabeled = map((position: number) => ({ file: toFile(position) }))(range(opened.right.length))
  }
  let test: Sequence<LabeledImage> | null = null
  if (request.test !== null) {
    const opened = await open(request, 'test', request.test)
    if (E.isLeft(opened)) return opened
    const testClasses = classFolders(opened.right)
    if (E.isLeft(testClasses)) return testClasses
    const fitting = sameClasses(names, testClasses.right, request.test)
    if (E.isLeft(fitting)) return fitting
    indexes['test'] = opened.right
    test = labeledFolder('test', opened.right, testClasses.right, names)
  }
  const validation = drawn(labeled.right, splits.right, splits.right.validation)
  return E.right({
    sets: {
      labeled: sequenceOf(drawn(labeled.right, splits.right, splits.right.labeled)),
      unlabeled,
      labeledAmongUnlabeled: request.unlabeled === null,
    },
    classes: names,
    validation: validation.length === 0 ? null : sequenceOf(validation),
    test,
    splits: splits.right,
    indexes,
    images: Object.values(indexes).reduce((sum, { length }) => sum + length, 0),
  })
}
