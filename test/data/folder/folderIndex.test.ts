import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type OpenFolderIndex, openFolderIndex } from '../../../src/data/folder/folderIndex.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'

const open = async (folder: string, change: Partial<OpenFolderIndex> = {}) => {
  const cache = join(folderWith({}), 'index')
  const opened = await openFolderIndex({ folder, cache, whenChanged: 'fail', onProgress: () => {}, ...change })
  return opened
}
const indexOf = async (folder: string, change: Partial<OpenFolderIndex> = {}) => {
  const index = resultOf(await open(folder, change))
  onTestFinished(index.close)
  return index
}
const pathsOf = ({ length, at }: Awaited<ReturnType<typeof indexOf>>): readonly string[] =>
  Array.from({ length }, (_, i) => at(i).path)

describe('folderIndex', () => {
  test('sorts by path, whatever the order on disk', async () => {
    const names = ['b/2.png', 'a.png', 'a.png.jpg', 'b/10.png', 'B.png', 'ä.png', 'a/z.png', 'line\nbreak.png']
    const index = await indexOf(folderWith(Object.fromEntries(names.map((name) => [name, 'x']))))
    // UTF-16 order: capitals first, then "." before "/" before letters, "ä" last
    expect(pathsOf(index)).toEqual([
      'B.png',
      'a.png',
      'a.png.jpg',
      'a/z.png',
      'b/10.png',
      'b/2.png',
      'line\nbreak.png',
      'ä.png',
    ])
  })

  test('returns sizes and times', async () => {
    const folder = folderWith({ 'a.png': 'abc', 'b.png': '' })
    utimesSync(join(folder, 'a.png'), 1e9, 1e9)
    const index = await indexOf(folder)
    expect(index.at(0)).toEqual({ path: 'a.png', size: 3, modified: 1e12 })
    expect(index.at(1)).toMatchObject({ path: 'b.png', size: 0 })
    expect(() => index.at(2)).toThrow('Expected an image number below 2, received 2')
  })

  test('reports its progress', async () => {
    const folder = folderWith(Object.fromEntries(Array.from({ length: 2100 }, (_, i) => [`${i}.png`, ''])))
    const progress: number[] = []
    await indexOf(folder, { onProgress: (found) => progress.push(found) })
    expect(progress).toEqual([1024, 2048, 2100])
  })

  test('is read from its cache while the folder does not change', async () => {
    const folder = folderWith({ 'a.png': 'x', 'b.png': 'x' })
    const cache = join(folderWith({}), 'index')
    const first = await indexOf(folder, { cache })
    // the planted names show that the cache is read
    writeFileSync(join(cache, 'paths.bin'), 'c.pngd.png')
    const second = await indexOf(folder, { cache })
    expect(pathsOf(second)).toEqual(['c.png', 'd.png'])
    expect(second.fingerprint).toBe(first.fingerprint)
  })

  test.each([
    ['one more image', { 'c.png': 'x' }, '2 images then, 3 now'],
    ['another size', { 'a.png': 'xx' }, 'as many images, but other names, sizes or times of change'],
  ])('notices %s', async (_, change, difference) => {
    const folder = folderWith({ 'a.png': 'x', 'b.png': 'x' })
    const cache = join(folderWith({}), 'index')
    await indexOf(folder, { cache })
    for (const [name, content] of Object.entries(change)) writeFileSync(join(folder, name), content)
    expect(messageOf(await open(folder, { cache }))).toBe(
      `The folder ${folder} has changed since this run began: ${difference}. Restore it, or start a new run`,
    )
    const rescanned = await indexOf(folder, { cache, whenChanged: 'rescan' })
    expect(pathsOf(rescanned)).toEqual(['a.png', 'b.png', ...('c.png' in change ? ['c.png'] : [])])
    await indexOf(folder, { cache })
  })

  test('notices another time of change', async () => {
    const folder = folderWith({ 'a.png': 'x' })
    const cache = join(folderWith({}), 'index')
    await indexOf(folder, { cache })
    utimesSync(join(folder, 'a.png'), 1e9, 1e9)
    expect(messageOf(await open(folder, { cache }))).toContain('has changed since this run began')
  })

  test('starts over after an interrupted scan', async () => {
    const folder = folderWith({ 'a.png': 'x' })
    const cache = join(folderWith({ 'index.new/paths.bin': 'torn', 'index.new/sort/chunk-0': 'torn' }), 'index')
    expect(pathsOf(await indexOf(folder, { cache }))).toEqual(['a.png'])
    expect(existsSync(`${cache}.new`)).toBe(false)
  })

  test('a missing folder, a file, a folder without images: each says so', async () => {
    const folder = folderWith({ 'a.txt': 'x', 'b.txt': 'x', '.c.png': 'x' })
    expect(messageOf(await open(join(folder, 'no')))).toBe(
      `Expected a folder of images at ${folder}/no, received nothing`,
    )
    expect(messageOf(await open(join(folder, 'a.txt')))).toBe(
      `Expected a folder of images at ${folder}/a.txt, received a file`,
    )
    expect(messageOf(await open(folder))).toBe(
      `Expected images (jpg, jpeg, png, webp, gif, tif, tiff, avif) in ${folder} or below, received 2 other files, 1 hidden names`,
    )
    rmSync(join(folder, 'a.txt'))
    rmSync(join(folder, 'b.txt'))
    rmSync(join(folder, '.c.png'))
    expect(messageOf(await open(folder))).toContain('received nothing')
  })

  test('says why the cache cannot be written', async () => {
    const folder = folderWith({ 'a.png': 'x' })
    expect(messageOf(await open(folder, { cache: join(folder, 'a.png', 'index') }))).toBe(
      `Could not index ${folder} (${folder}/a.png/index.new): it is not a folder`,
    )
  })
})
