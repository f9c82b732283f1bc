import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { classFolders } from '../../src/data/folder/classFolders.ts'
import { openFolderIndex } from '../../src/data/folder/folderIndex.ts'
import type { DrawSplits } from '../../src/data/split/drawSplits.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { resultOf } from './either.ts'
import { folderWith } from './folder.ts'

/** Small image files, by class and number. */
export const classImages = (counts: Readonly<Record<string, number>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) =>
      Array.from({ length: count }, (_, i) => [`${name}/${i}.png`, `${name} ${i}`] as const),
    ),
  )

/** A request for 2 labels and 1 validation image per class of the folder. */
export const splitRequest = async (folder: string, change: Partial<DrawSplits> = {}) => {
  const cache = join(folderWith({}), 'index')
  const index = resultOf(await openFolderIndex({ folder, cache, whenChanged: 'fail', onProgress: () => {} }))
  onTestFinished(index.close)
  const classes = resultOf(classFolders(index))
  return { key: keyOf(3), index, classes, labelsPerClass: 2, validationPerClass: 1, ...change }
}
