import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type FolderIndex, openFolderIndex } from '../../src/data/folder/folderIndex.ts'
import { resultOf } from './either.ts'
import { folderWith } from './folder.ts'

/** The index of a folder, open until the test ends. */
export const indexOf = async (folder: string): Promise<FolderIndex> => {
  const cache = join(folderWith({}), 'index')
  const index = resultOf(await openFolderIndex({ folder, cache, whenChanged: 'fail', onProgress: () => {} }))
  onTestFinished(index.close)
  return index
}
