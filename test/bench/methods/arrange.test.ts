import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { arrange } from '../../../bench/methods/arrange.ts'
import { folderWith } from '../../support/folder.ts'

/** Pictures told apart by their text; two of the test half are also in the training half. */
const published = (): string => {
  const files: Record<string, string> = {}
  for (const name of ['cat', 'dog']) {
    for (let i = 0; i < 6; i++) {
      files[`images/train/${name}/0${i}.png`] = `${name} train ${i}`
      files[`images/test/${name}/0${i}.png`] = `${name} test ${i}`
    }
  }
  files['images/test/cat/00.png'] = 'cat train 1'
  files['images/test/dog/01.png'] = 'dog train 3'
  // Not among those that are taken.
  files['images/test/dog/02.png'] = 'dog train 5'
  return folderWith(files)
}

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()

const textsOf = (folder: string): readonly string[] =>
  filesOf(folder).map((name) => readFileSync(join(folder, name), 'utf8'))

test('labeled, unlabeled and test images are different ones, of equal number for each class; unlabeled names tell no class', () => {
  const root = published()
  const sizes = { labeled: 2, unlabeled: 3, test: 3 }
  const folders = arrange(join(root, 'images'), join(root, 'made'), sizes)
  expect(textsOf(folders.labeled)).toEqual(['cat train 0', 'cat train 1', 'dog train 0', 'dog train 1'])
  expect(filesOf(folders.test)).toEqual([
    'cat/01.png',
    'cat/02.png',
    'cat/03.png',
    'dog/00.png',
    'dog/02.png',
    'dog/03.png',
  ])
  expect(filesOf(folders.unlabeled)).toEqual([0, 1, 2, 3, 4, 5].map((i) => `roll-00/00000${i}.png`))
  expect([...textsOf(folders.unlabeled)].sort()).toEqual(
    ['cat', 'dog'].flatMap((name) => [2, 3, 4].map((i) => `${name} train ${i}`)),
  )
  // In the order of their hashes, so mixed.
  expect(textsOf(folders.unlabeled)).not.toEqual([...textsOf(folders.unlabeled)].sort())
  // The truth has the same pictures under the same names, by class.
  const named = (file: string): string => `${file.split('/').at(-1)} ${file.split('/')[0]}`
  const ofUnlabeled = filesOf(folders.unlabeled).map((name, i) =>
    [name.split('/').at(-1), textsOf(folders.unlabeled)[i]!.split(' ')[0]].join(' '),
  )
  expect(filesOf(folders.truth).map(named).sort()).toEqual(ofUnlabeled)
  expect(textsOf(folders.trial)).toEqual(textsOf(folders.unlabeled))
  expect(readdirSync(root).sort()).toEqual(['images', 'made'])
  // Links, and made once.
  expect(statSync(join(folders.labeled, 'cat/00.png')).nlink).toBe(2)
  expect(arrange(join(root, 'gone'), join(root, 'made'), sizes)).toEqual(folders)
})

test('a class with too few images is named', () => {
  const root = published()
  const images = join(root, 'images')
  expect(() => arrange(images, join(root, 'a'), { labeled: 2, unlabeled: 5, test: 1 })).toThrow(
    'Expected at least 7 images of each class, received 6 of "cat", 6 of "dog"',
  )
  expect(() => arrange(images, join(root, 'b'), { labeled: 2, unlabeled: 3, test: 6 })).toThrow(
    'Expected at least 6 images of each class, received 5 of "cat", 5 of "dog"',
  )
})
