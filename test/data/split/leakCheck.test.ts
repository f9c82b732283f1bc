import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { leakCheck } from '../../../src/data/split/leakCheck.ts'
import { messageOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { indexOf } from '../../support/folderIndex.ts'

const long = (end: string): string => 'x'.repeat(10_000) + end
const testFiles = { 'a.png': 'one', 'b.png': long('two'), 'empty.png': '' }

const check = async (
  labeled: Readonly<Record<string, string>>,
  unlabeled: Readonly<Record<string, string>>,
  cache = join(folderWith({}), 'leaks.json'),
) => {
  const folders = { test: folderWith(testFiles), labeled: folderWith(labeled), unlabeled: folderWith(unlabeled) }
  const training = { labeled: await indexOf(folders.labeled), unlabeled: await indexOf(folders.unlabeled) }
  const progress: number[] = []
  const again = async () =>
    leakCheck({ test: await indexOf(folders.test), training, cache, onProgress: (n) => progress.push(n) })
  return { ...folders, result: await again(), again, progress, cache }
}

describe('leakCheck', () => {
  test('passes files of equal size or equal end, and empty files', async () => {
    const { result, progress } = await check({ 'c.png': 'two' }, { 'd.png': `y${long('two').slice(1)}`, 'e.png': '' })
    expect(result).toMatchObject({ _tag: 'Right' })
    expect(progress).toEqual([1, 3])
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
      `The test image ${test}/b.png is also among the unlabeled images, as ${unlabeled}/d.png (and 2 more pairs).`,
    )
  })

  test('is skipped while no folder changes', async () => {
    const { test, again, progress } = await check({ 'c.png': 'x' }, { 'd.png': 'y' })
    progress.length = 0
    expect(await again()).toMatchObject({ _tag: 'Right' })
    expect(progress).toEqual([])
    writeFileSync(join(test, 'new.png'), 'x')
    expect(messageOf(await again())).toContain('/new.png is also among the labeled images')
    expect(progress).not.toEqual([])
  })
})
