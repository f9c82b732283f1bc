import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { classFolders, classNumbers } from '../../../src/data/folder/classFolders.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { indexOf } from '../../support/folderIndex.ts'

describe('classFolders', () => {
  test('sorts classes by name and counts deeper images in', async () => {
    // by path "cat-2/" comes before "cat/", by name "cat" before "cat-2"
    const index = await indexOf(
      folderWith({ 'cat/1.png': 'x', 'cat/old/2.png': 'x', 'cat-2/1.png': 'x', 'ant/1.png': 'x' }),
    )
    const classes = resultOf(classFolders(index))
    expect(classes).toEqual([
      { name: 'ant', first: 0, count: 1 },
      { name: 'cat', first: 2, count: 2 },
      { name: 'cat-2', first: 1, count: 1 },
    ])
    expect([...classNumbers(classes, index.length)]).toEqual([0, 2, 1, 1])
  })

  test('no class folders', async () => {
    const folder = folderWith({ '1.png': 'x', '2.png': 'x' })
    expect(messageOf(classFolders(await indexOf(folder)))).toBe(
      `Expected one folder per class in ${folder}, received 2 images and no folder. ` +
        `Put the images of each class into a folder of its own: ${folder}/cat/1.jpg, ${folder}/dog/1.jpg`,
    )
  })

  test('a class folder without images', async () => {
    const folder = folderWith({ 'cat/1.png': 'x', 'dog/notes.txt': 'x' })
    mkdirSync(join(folder, 'ant'))
    mkdirSync(join(folder, '.hidden'))
    expect(messageOf(classFolders(await indexOf(folder)))).toBe(
      `Expected images in each class folder, received none in ${folder}/ant, ${folder}/dog. Add images or delete the folder`,
    )
  })

  test('images beside the class folders', async () => {
    const folder = folderWith({ 'cat/1.png': 'x', 'stray.png': 'x', 'stray2.png': 'x' })
    expect(messageOf(classFolders(await indexOf(folder)))).toBe(
      `Expected every image of ${folder} in a class folder, received 2 beside them (stray.png). ` +
        `Put the images of each class into a folder of its own: ${folder}/cat/1.jpg, ${folder}/dog/1.jpg`,
    )
  })
})
