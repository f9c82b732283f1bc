import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isImageName } from '../folder/imageFile.ts'
import { scanFolder } from '../folder/scanFolder.ts'
import type { Half, Picture } from './picture.ts'

export type TreePlace = Omit<Picture, 'content'> & { readonly extension: string }

/** Where a file of a class-folder tree belongs: `.../train/cat/0001.jpg` or `.../test/...`; undefined for any other file. */
export const treePlace = (path: string): TreePlace | undefined => {
  const [, half, name, file, extension] = /(?:^|\/)(train|test)\/([^/]+)\/([^/]+)\.([^./]+)$/.exec(path) ?? []
  if (half === undefined || name === undefined || file === undefined || extension === undefined) return undefined
  if (!isImageName(path) || name.startsWith('.') || file.startsWith('.')) return undefined
  // The pattern lets only these two through.
  return { half: half as Half, class: name, name: file, extension: extension.toLowerCase() }
}

/** The image files of a folder with train/ and test/ class folders, sorted by path. */
export function* treePictures(from: string): Generator<Picture, void> {
  const paths = [...scanFolder(from)].flatMap(({ files }) => files.map(({ path }) => path)).sort()
  for (const path of paths) {
    const place = treePlace(path)
    if (place === undefined) continue
    const { extension, ...picture } = place
    yield { ...picture, content: { extension, bytes: readFileSync(join(from, path)) } }
  }
}
