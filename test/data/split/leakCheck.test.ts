import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openFolderIndex } from '../../../src/data/folder/folderIndex.ts'
import { leakCheck } from '../../../src/data/split/leakCheck.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'

const indexOf = async (folder: string) => {
  const cache = join(folderWith({}), 'index')
  const index = resultOf(await openFolderIndex({ folder, cache, whenChanged: 'fail', onProgress: () => {} }))
  onTestFinished(index.close)
  return index
}
const long = (end: string): string => 'x'.repeat(10_000) + end
const testFiles = { 'a.png': 'one', 'b.png': long('two'), 'empty.png': '' }

const check = async (
  labeled: Readonly<Record<string, string>>,
  unlabeled: Readonly<Record<string, string>>,
  cache = join(folderWith({}), 'leaks.json'),
) => {
  const folders = { test: folderWith(testFiles), labeled: folderWith(labeled), unlabeled: folderWith(unlabeled) }
  const training = { labeled: await indexOf(folders.labeled), unlabeled: await indexOf(folders.unlabeled) }
  const looked: number[] = []
  const again = async () =>
    leakCheck({ test: await indexOf(folders.test), training, cache, onProgress: (n) => looked.push(n) })
  return { ...folders, result: await again(), again, looked, cache }
}

describe('leakCheck', () => {
  test('passes files of equal size, of equal end, and empty ones', async () => {
    const { result, looked } = await check({ 'c.png': 'two' }, { 'd.png': `y${long('two').slice(1)}`, 'e.png': '' })
    expect(result).toMatchObject({ _tag: 'Right' })
    expect(looked).toEqual([1, 3])
  })

  test('names a test image and the labeled one of the same content', async () => {
    const { test, labeled, result } = await check({ 'cat/c.png': 'one' }, { 'd.png': 'other' })
    expect(messageOf(result)).toBe(
      `The test image ${test}/a.png is also among the labeled images, as ${labeled}/cat/c.png. ` +
        'A model must not be trained on its test images: remove them from one of the two folders',
    )
  })

  test('finds long files among the unlabeled ones, and counts the pairs', async () => {
    const { test, unlabeled, result } = await check(
      { 'c.png': 'x' },
      { 'd.png': long('two'), 'e.png': 'one', 'f.png': 'one' },
    )
    expect(messageOf(result)).toContain(
      `The test image ${test}/b.png is also among the unlabeled images, as ${unlabeled}/d.png (and 2 more such pairs).`,
    )
  })

  test('is not made again while no folder changes', async () => {
    const { test, again, looked } = await check({ 'c.png': 'x' }, { 'd.png': 'y' })
    looked.length = 0
    expect(await again()).toMatchObject({ _tag: 'Right' })
    expect(looked).toEqual([])
    writeFileSync(join(test, 'new.png'), 'x')
    expect(messageOf(await again())).toContain('/new.png is also among the labeled images')
    expect(looked).not.toEqual([])
  })
})
