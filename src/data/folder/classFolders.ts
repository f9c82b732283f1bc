import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { explainFileError } from '../file/explainFileError.ts'
import type { FolderIndex } from './folderIndex.ts'

/** One class. Its images are adjacent in the index: `count` of them, from number `first` on. */
export interface ImageClass {
  readonly name: string
  readonly first: number
  readonly count: number
}

const layout = (folder: string): string =>
  `Put the images of each class into a folder of its own: ${join(folder, 'cat', '1.jpg')}, ${join(folder, 'dog', '1.jpg')}`

const className = (path: string): string | undefined => {
  const end = path.indexOf('/')
  return end === -1 ? undefined : path.slice(0, end)
}

const subfolders = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
    .sort()

/** The classes that have images, in the order of the index. */
const occupied = (index: FolderIndex): readonly ImageClass[] => {
  const classes: { name: string; first: number; count: number }[] = []
  for (let i = 0; i < index.length; i++) {
    const name = className(index.at(i).path)
    if (name === undefined) continue
    const last = classes.at(-1)
    if (last?.name === name) last.count++
    else classes.push({ name, first: i, count: 1 })
  }
  return classes
}

const byName = (a: ImageClass, b: ImageClass): number => (a.name < b.name ? -1 : 1)

/**
 * The classes of a folder that holds one folder of images per class, sorted by name.
 *
 * The class number is the place in this list.
 *
 * - Images deeper in a class folder belong to it.
 * - Fails if there are no class folders.
 * - Fails if images lie beside the class folders.
 * - Fails if a class folder has no images.
 */
export const classFolders = (index: FolderIndex): E.Either<RunError, readonly ImageClass[]> => {
  const { folder } = index
  try {
    const names = subfolders(folder)
    if (names.length === 0) {
      return E.left(
        runError(
          `Expected one folder per class in ${folder}, received ${index.length} images and no folder`,
          layout(folder),
        ),
      )
    }
    const classes = [...occupied(index)].sort(byName)
    const empty = names.filter((name) => !classes.some((one) => one.name === name))
    if (empty.length > 0) {
      const which = empty.map((name) => join(folder, name)).join(', ')
      return E.left(
        runError(`Expected images in each class folder, received none in ${which}`, 'Add images or delete the folder'),
      )
    }
    const inside = classes.reduce((sum, { count }) => sum + count, 0)
    if (inside < index.length) {
      return E.left(
        runError(
          `Expected every image of ${folder} in a class folder, received ${index.length - inside} beside them (${straggler(index)})`,
          layout(folder),
        ),
      )
    }
    return E.right(classes)
  } catch (error) {
    return E.left(explainFileError(`read the classes of ${folder}`, error))
  }
}

const straggler = (index: FolderIndex): string => {
  for (let i = 0; i < index.length; i++) {
    const { path } = index.at(i)
    if (className(path) === undefined) return path
  }
  return ''
}

/**
 * The class number of each image of the index.
 *
 * @example
 * const classes = [{ name: 'ant', first: 1, count: 2 }, { name: 'cat', first: 0, count: 1 }]
 * classNumbers(classes, 3) // => Int32Array.of(1, 0, 0)
 *
 * @param length number of images in the index
 */
export const classNumbers = (classes: readonly ImageClass[], length: number): Int32Array => {
  const numbers = new Int32Array(length)
  for (const [number, { first, count }] of classes.entries()) numbers.fill(number, first, first + count)
  return numbers
}
