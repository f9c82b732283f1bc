import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { permutation } from '../../prelude/permutation.ts'
import { contentHash } from '../file/contentHash.ts'
import type { ImageClass } from '../folder/classFolders.ts'
import type { FolderIndex } from '../folder/folderIndex.ts'
import type { ImageFile } from '../folder/imageFile.ts'
import type { SplitImage, Splits } from './splits.ts'

export interface DrawSplits {
  readonly key: Key
  readonly index: FolderIndex
  readonly classes: readonly ImageClass[]
  /** Labeled images per class; null takes every image. */
  readonly labelsPerClass: number | null
  /** Images per class to keep for validation, from the rest, and at most as many as labels; 0 for none. */
  readonly validationPerClass: number
}

interface Drawn {
  readonly name: string
  readonly labeled: readonly ImageFile[]
  readonly validation: readonly ImageFile[]
}

const hex = (word: number): string => word.toString(16).padStart(8, '0')

/**
 * A key as splits.json writes it: 16 hexadecimal digits.
 *
 * @example
 * keyText({ hi: 1, lo: 255 }) // => '00000001000000ff'
 */
export const keyText = ({ hi, lo }: Key): string => hex(hi) + hex(lo)

const byPath = (a: ImageFile, b: ImageFile): number => (a.path < b.path ? -1 : 1)

/** The first `most` images of the class in the order drawn from the key, without empty files. */
const drawImages = (
  key: Key,
  index: FolderIndex,
  { name, first, count }: ImageClass,
  most: number,
): readonly ImageFile[] => {
  const order = permutation(fold(key, 'labels', name), count)
  const drawn: ImageFile[] = []
  for (let i = 0; i < count && drawn.length < most; i++) {
    const file = index.at(first + order(i))
    if (file.size > 0) drawn.push(file)
  }
  return drawn
}

const hashImages = async (
  folder: string,
  name: string,
  files: readonly ImageFile[],
): Promise<readonly SplitImage[]> => {
  const images: SplitImage[] = []
  for (const { path, size } of files) {
    images.push({ class: name, file: path, size, sha256: contentHash(join(folder, path)) })
    await setImmediate()
  }
  return images
}

/**
 * Draws the labeled images and the validation images, class by class.
 *
 * - Empty files are never drawn.
 * - Fails if a class has fewer images than labels per class, and names it and both numbers.
 *
 * Laws:
 * - The same key and folder give the same draw.
 * - The draw of one class does not depend on the others.
 * - The labels of a smaller draw are among those of a larger one.
 * - No image is both labeled and kept for validation.
 */
export const drawSplits = async ({
  key,
  index,
  classes,
  labelsPerClass,
  validationPerClass,
}: DrawSplits): Promise<E.Either<RunError, Splits>> => {
  const draw = (one: ImageClass): Drawn => {
    const labels = labelsPerClass ?? one.count
    const images = drawImages(key, index, one, labels + Math.min(validationPerClass, labels))
    return {
      name: one.name,
      labeled: images.slice(0, labels).sort(byPath),
      validation: images.slice(labels).sort(byPath),
    }
  }
  const drawn = classes.map(draw)
  const short = drawn.filter(({ labeled }) => labelsPerClass !== null && labeled.length < labelsPerClass)
  if (short.length > 0) {
    const counts = short.map(({ name, labeled }) => `${labeled.length} of class "${name}"`).join(', ')
    return E.left(
      runError(
        `Expected at least ${labelsPerClass} labeled images per class in ${index.folder}, received ${counts}`,
        'Add images or ask for fewer labels per class',
      ),
    )
  }
  const labeled: SplitImage[] = []
  const validation: SplitImage[] = []
  for (const one of drawn) {
    labeled.push(...(await hashImages(index.folder, one.name, one.labeled)))
    validation.push(...(await hashImages(index.folder, one.name, one.validation)))
  }
  return E.right({
    version: '1',
    key: keyText(key),
    labelsPerClass,
    validationPerClass,
    classes: classes.map(({ name }) => name),
    labeled,
    validation,
  })
}
