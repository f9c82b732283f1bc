import { join } from 'node:path'
import { classNumbers, type ImageClass } from '../../data/folder/classFolders.ts'
import type { FolderIndex } from '../../data/folder/folderIndex.ts'
import type { SplitImage } from '../../data/split/splits.ts'
import type { LabeledImage, UnlabeledImage } from '../../kind/source/imageSets.ts'
import { map, range, type Sequence } from '../../stream/sequence.ts'

const fileOf = (set: string, index: FolderIndex) => (number: number) => ({
  set,
  index: number,
  path: join(index.folder, index.at(number).path),
})

/** The places of the given paths in a folder, in one pass over its index. */
const numbersByPath = (index: FolderIndex, wanted: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (let i = 0; i < index.length; i++) {
    const { path } = index.at(i)
    if (wanted.has(path)) found.set(path, i)
  }
  return found
}

/** All images of a folder, nested in any way. */
export const unlabeledFolder = (set: string, index: FolderIndex): Sequence<UnlabeledImage> => {
  const toFile = fileOf(set, index)
  return map((position: number) => ({ file: toFile(position) }))(range(index.length))
}

/**
 * All images of a folder of class folders, with the class numbers of the run.
 *
 * @param names the classes of the run; every class of the folder is one of them
 */
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

/** The images of the labeled folder that a split lists, in its order. */
export const listedImages = (
  index: FolderIndex,
  classes: readonly string[],
  images: readonly SplitImage[],
): readonly LabeledImage[] => {
  const numbers = numbersByPath(index, new Set(images.map(({ file }) => file)))
  const toFile = fileOf('labeled', index)
  return images.map((image) => ({
    file: toFile(numbers.get(image.file)!),
    category: classes.indexOf(image.class),
  }))
}

/** The images of the labeled folder that a split does not list, in the order of the folder. */
export const otherImages = (index: FolderIndex, images: readonly SplitImage[]): Sequence<UnlabeledImage> => {
  const listed = new Set(numbersByPath(index, new Set(images.map(({ file }) => file))).values())
  const numbers = Int32Array.from({ length: index.length }, (_, i) => i).filter((i) => !listed.has(i))
  const toFile = fileOf('labeled', index)
  return map((position: number) => ({ file: toFile(numbers[position]!) }))(range(numbers.length))
}
