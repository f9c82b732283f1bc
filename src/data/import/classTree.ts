import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isImageName } from '../folder/imageFile.ts'
import { scanFolder } from '../folder/scanFolder.ts'
import type { Half, Picture } from './picture.ts'

export type TreePlace = Omit<Picture, 'content'> & { readonly extension: string }

/**
 * Where a file of a class-folder tree belongs, or undefined for any other file.
 *
 * @example
 * treePlace('x/train/cat/1.JPG') // => { half: 'train', class: 'cat', name: '1', extension: 'jpg' }
 * treePlace('valid/cat/1.jpg') // => undefined
 *
 * @param path ends with `train/<class>/<file>` or `test/<class>/<file>`
 */
export const treePlace = (path: string): TreePlace | undefined => {
  const [, half, name, file, extension] = /(?:^|\/)(train|test)\/([^/]+)\/([^/]+)\.([^./]+)$/.exec(path) ?? []
  if (half === undefined || name === undefined || file === undefined || extension === undefined) return undefined
  if (!isImageName(path) || name.startsWith('.') || file.startsWith('.')) return undefined
  // The pattern lets only the two halves through.
  return { half: half as Half, class: name, name: file, extension: extension.toLowerCase() }
}

/** The image files of a folder with class folders in train/ and test/, sorted by path. */
export function* treePictures(from: string): Generator<Picture, void> {
  const paths = [...scanFolder(from)].flatMap(({ files }) => files.map(({ path }) => path)).sort()
  for (const path of paths) {
    const place = treePlace(path)
    if (place === undefined) continue
    const { extension, ...picture } = place
    yield { ...picture, content: { extension, bytes: readFileSync(join(from, path)) } }
  }
}
