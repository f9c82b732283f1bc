// Covers src/run/sets/folderImages.ts, src/run/sets/sameClasses.ts.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LabeledImage, UnlabeledImage } from '../../../src/kind/source/imageSets.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { runFolder } from '../../../src/run/folder/runFolder.ts'
import { type OpenSets, openSets, type SetsRequest } from '../../../src/run/sets/openSets.ts'
import { sameClasses } from '../../../src/run/sets/sameClasses.ts'
import type { Sequence } from '../../../src/stream/sequence.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { classImages } from '../../support/splits.ts'

const request = (labeled: string, change: Partial<SetsRequest> = {}): SetsRequest => ({
  labeled,
  unlabeled: null,
  test: null,
  labelsPerClass: 2,
  validationPerClass: 1,
  key: keyOf(3),
  folder: runFolder(folderWith({})),
  resumed: false,
  onProgress: () => {},
  ...change,
})

const opened = async (of: SetsRequest): Promise<OpenSets> => {
  const sets = resultOf(await openSets(of))
  onTestFinished(sets.close)
  return sets
}

const all = <A extends UnlabeledImage>(images: Sequence<A> | null): readonly A[] =>
  images === null ? [] : Array.from({ length: images.length }, (_, i) => images.at(keyOf(1), i))

const pathsOf = (images: Sequence<UnlabeledImage> | null): readonly string[] => all(images).map(({ file }) => file.path)

const classesOf = (images: Sequence<LabeledImage> | null): readonly number[] =>
  all(images).map(({ category }) => category)

const fiveOfEach = () => folderWith(classImages({ cat: 5, dog: 5 }))

describe('without an unlabeled folder', () => {
  test('law: labels and validation are drawn of each class, and never share an image', async () => {
    const labeled = fiveOfEach()
    const { sets, validation, classes } = await opened(request(labeled))
    expect(classes).toEqual(['cat', 'dog'])
    expect([...classesOf(sets.labeled)].sort()).toEqual([0, 0, 1, 1])
    expect([...classesOf(validation)].sort()).toEqual([0, 1])
    const drawn = [...pathsOf(sets.labeled), ...pathsOf(validation)]
    expect(new Set(drawn).size).toBe(6)
    expect(drawn.every((path) => existsSync(path))).toBe(true)
  })

  test('law: the unlabeled images are all that validation does not hold back, in the order of the folder', async () => {
    const labeled = fiveOfEach()
    const { sets, validation, images } = await opened(request(labeled))
    const held = new Set(pathsOf(validation))
    const paths = ['cat', 'dog'].flatMap((name) => [0, 1, 2, 3, 4].map((i) => join(labeled, name, `${i}.png`)))
    expect(pathsOf(sets.unlabeled)).toEqual(paths.filter((path) => !held.has(path)))
    expect(sets.labeledAmongUnlabeled).toBe(true)
    expect(images).toBe(10)
  })

  test('the number of a file is its place in the folder', async () => {
    const { sets, indexes } = await opened(request(fiveOfEach()))
    for (const { file } of all(sets.labeled)) {
      expect(file.set).toBe('labeled')
      expect(file.path).toBe(join(indexes['labeled']!.folder, indexes['labeled']!.at(file.index).path))
    }
  })
})

describe('folders', () => {
  test('of unlabeled images may be nested in any way; the labeled ones are not among them', async () => {
    const unlabeled = folderWith({ 'a/b/1.png': '1', '2.png': '2' })
    const { sets, images } = await opened(request(fiveOfEach(), { unlabeled }))
    expect(pathsOf(sets.unlabeled)).toEqual([join(unlabeled, '2.png'), join(unlabeled, 'a/b/1.png')])
    expect(all(sets.unlabeled).map(({ file }) => file.set)).toEqual(['unlabeled', 'unlabeled'])
    expect(sets.labeledAmongUnlabeled).toBe(false)
    expect(images).toBe(12)
  })

  test('of test images have the class numbers of the labeled folder, and may lack a class', async () => {
    const test = folderWith(classImages({ dog: 2 }))
    const sets = await opened(request(fiveOfEach(), { test }))
    expect(classesOf(sets.test)).toEqual([1, 1])
    expect(pathsOf(sets.test)).toEqual([join(test, 'dog/0.png'), join(test, 'dog/1.png')])
  })

  test('without validation images there is no validation set', async () =>
    expect((await opened(request(fiveOfEach(), { validationPerClass: 0 }))).validation).toBe(null))

  test('are announced while they are read', async () => {
    const found: (readonly [string, number])[] = []
    const labeled = fiveOfEach()
    await opened(request(labeled, { onProgress: (folder, count) => found.push([folder, count]) }))
    expect(found.at(-1)).toEqual([labeled, 10])
  })
})

describe('a run that is resumed', () => {
  test('law: draws the same images again', async () => {
    const of = request(fiveOfEach())
    const first = await opened(of)
    const again = await opened({ ...of, resumed: true })
    expect(pathsOf(again.sets.labeled)).toEqual(pathsOf(first.sets.labeled))
    expect(pathsOf(again.validation)).toEqual(pathsOf(first.validation))
  })

  test('is refused a folder that has changed; one that starts scans it again', async () => {
    const of = request(fiveOfEach())
    await opened(of)
    writeFileSync(join(of.labeled, 'cat/9.png'), 'nine')
    expect(E.isLeft(await openSets({ ...of, resumed: true }))).toBe(true)
    rmSync(of.folder.splits)
    expect((await opened(of)).images).toBe(11)
  })
})

describe('fails', () => {
  test('where the test folder has a class that the labeled one does not have', async () => {
    const test = folderWith(classImages({ dog: 1, gray: 1, wolf: 1 }))
    expect(messageOf(await openSets(request(fiveOfEach(), { test })))).toBe(
      `Expected the classes cat, dog in ${test}, received gray, wolf as well. Give the class folders of both folders the same names`,
    )
  })

  test.runIf(existsSync('/proc/self/fd'))('without leaving a folder open', async () => {
    const before = readdirSync('/proc/self/fd').length
    const none = join(folderWith({}), 'none')
    for (const change of [{ unlabeled: none }, { test: none }, { labelsPerClass: 9 }])
      expect(E.isLeft(await openSets(request(fiveOfEach(), change)))).toBe(true)
    expect(readdirSync('/proc/self/fd').length).toBe(before)
  })
})

test('the same classes are some of the known ones, in any order', () => {
  const found = (...names: readonly string[]) => names.map((name) => ({ name }) as never)
  expect(sameClasses(['cat', 'dog'], found('dog', 'cat'), 'folder')).toEqual(E.right(undefined))
  expect(sameClasses(['cat', 'dog'], found(), 'folder')).toEqual(E.right(undefined))
  expect(E.isLeft(sameClasses(['cat', 'dog'], found('Cat'), 'folder'))).toBe(true)
})
