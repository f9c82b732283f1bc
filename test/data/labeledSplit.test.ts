import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { classFolders } from '../../src/data/classFolders.ts'
import { contentHash } from '../../src/data/contentHash.ts'
import { type DrawSplits, drawSplits } from '../../src/data/drawSplits.ts'
import { openFolderIndex } from '../../src/data/folderIndex.ts'
import { labeledSplit } from '../../src/data/labeledSplit.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { messageOf, resultOf } from '../support/either.ts'
import { folderWith } from '../support/folder.ts'

const images = (counts: Readonly<Record<string, number>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) =>
      Array.from({ length: count }, (_, i) => [`${name}/${i}.png`, `${name} ${i}`] as const),
    ),
  )

const prepare = async (folder: string, change: Partial<DrawSplits> = {}) => {
  const cache = join(folderWith({}), 'index')
  const index = resultOf(await openFolderIndex({ folder, cache, whenChanged: 'fail', onProgress: () => {} }))
  onTestFinished(index.close)
  const classes = resultOf(classFolders(index))
  return { key: keyOf(3), index, classes, labelsPerClass: 2, validationPerClass: 1, ...change }
}
const names = (drawn: readonly { readonly file: string }[]): readonly string[] => drawn.map(({ file }) => file)

describe('drawSplits', () => {
  it('draws so many of each class, with sizes and hashes', async () => {
    const folder = folderWith(images({ cat: 9, dog: 7 }))
    const drawn = resultOf(await drawSplits(await prepare(folder)))
    expect(drawn.labeled.map((image) => image.class)).toEqual(['cat', 'cat', 'dog', 'dog'])
    expect(drawn.validation.map((image) => image.class)).toEqual(['cat', 'dog'])
    expect(drawn.classes).toEqual(['cat', 'dog'])
    const one = drawn.labeled[0]!
    expect(one).toEqual({ class: 'cat', file: one.file, size: 5, sha256: contentHash(join(folder, one.file)) })
  })

  it('takes everything when asked to, and then keeps nothing for validation', async () => {
    const request = await prepare(folderWith(images({ cat: 3, dog: 2 })), {
      labelsPerClass: null,
      validationPerClass: 5,
    })
    const drawn = resultOf(await drawSplits(request))
    expect(names(drawn.labeled)).toEqual(['cat/0.png', 'cat/1.png', 'cat/2.png', 'dog/0.png', 'dog/1.png'])
    expect(drawn.validation).toEqual([])
  })

  it.each([
    ['from what is left', 4, 9, 1],
    ['none when nothing is left', 5, 9, 0],
    ['at most as many as there are labels', 1, 9, 1],
    ['none when none were asked', 1, 0, 0],
  ])('validation: %s', async (_, labelsPerClass, validationPerClass, expected) => {
    const request = await prepare(folderWith(images({ cat: 5 })), { labelsPerClass, validationPerClass })
    expect(resultOf(await drawSplits(request)).validation.length).toBe(expected)
  })

  it('more labels asked than there are', async () => {
    const folder = folderWith(images({ ant: 9, cat: 3, dog: 1 }))
    expect(messageOf(await drawSplits(await prepare(folder, { labelsPerClass: 4 })))).toBe(
      `Expected at least 4 labeled images per class in ${folder}, received 3 of class "cat", 1 of class "dog". ` +
        'Add images or ask for fewer labels per class',
    )
  })

  it('never draws an empty file', async () => {
    const folder = folderWith({ ...images({ cat: 3 }), 'cat/0.png': '' })
    expect(messageOf(await drawSplits(await prepare(folder, { labelsPerClass: 3 })))).toContain('2 of class "cat"')
  })
})

describe('laws', () => {
  it('a draw is determined by its key, grows without replacing, and never holds an image twice', async () => {
    const request = await prepare(folderWith(images({ cat: 20, dog: 20 })))
    const draw = async (seed: number, labelsPerClass: number) =>
      resultOf(await drawSplits({ ...request, key: keyOf(seed), labelsPerClass, validationPerClass: 3 }))
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 17 }), async (seed, n) => {
        const [one, again, more] = [await draw(seed, n), await draw(seed, n), await draw(seed, n + 1)]
        const all = [...names(one.labeled), ...names(one.validation)]
        return (
          JSON.stringify(one) === JSON.stringify(again) &&
          names(one.labeled).every((file) => names(more.labeled).includes(file)) &&
          new Set(all).size === all.length &&
          one.labeled.length === 2 * n
        )
      }),
      { seed: 22, numRuns: 30 },
    )
  })

  it('another seed draws other images', async () => {
    const request = await prepare(folderWith(images({ cat: 50 })))
    const draws = [1, 2].map(async (seed) =>
      names(resultOf(await drawSplits({ ...request, key: keyOf(seed) })).labeled),
    )
    expect(await draws[0]).not.toEqual(await draws[1])
  })
})

describe('labeledSplit', () => {
  const drawnIn = async (change: Partial<DrawSplits> = {}) => {
    const folder = folderWith(images({ cat: 9, dog: 9 }))
    const file = join(folderWith({}), 'splits.json')
    const request = { ...(await prepare(folder)), file }
    const split = resultOf(await labeledSplit(request))
    return { folder, file, split, again: (more: Partial<DrawSplits> = change) => labeledSplit({ ...request, ...more }) }
  }

  it('is drawn once and read back the same', async () => {
    const { split, file, again } = await drawnIn()
    const written = readFileSync(file, 'utf8')
    expect(resultOf(await again())).toEqual(split)
    expect(readFileSync(file, 'utf8')).toBe(written)
  })

  it.each([
    ['missing', (path: string) => rmSync(path), 'is missing'],
    ['of another size', (path: string) => writeFileSync(path, 'x'), 'had 5 bytes and has 1'],
    ['changed', (path: string) => writeFileSync(path, 'xxxxx'), 'has another content'],
  ])('a file that is %s is named', async (_, spoil, what) => {
    const { folder, split, again } = await drawnIn()
    const path = join(folder, split.validation[1]!.file)
    spoil(path)
    expect(messageOf(await again())).toBe(
      `The labeled images are not those that this run drew: ${path} ${what}. Restore the file or start a new run`,
    )
  })

  it.each([
    [{ key: keyOf(4) }, 'another seed'],
    [{ labelsPerClass: 3 }, '2 labels per class, received 3 labels per class'],
    [{ labelsPerClass: null }, '2 labels per class, received all labels'],
    [{ validationPerClass: 0 }, '1 validation images per class, received 0'],
    [{ classes: [{ name: 'cat', first: 0, count: 9 }] }, 'the classes cat, dog, received cat'],
  ])('asked with %o', async (change, what) => {
    const { again } = await drawnIn()
    expect(messageOf(await again(change))).toBe(
      `The labeled images of this run were drawn with ${what}. Start a new run for another draw`,
    )
  })

  it('a damaged splits.json', async () => {
    const { file, again } = await drawnIn()
    writeFileSync(file, readFileSync(file, 'utf8').replace('"validation"', '"valdation"'))
    expect(messageOf(await again())).toBe(
      `${file} cannot be read: Expected one of the keys version, key, labelsPerClass, validationPerClass, classes, labeled, validation at valdation, ` +
        'received "valdation"; did you mean "validation"?; Expected a list at validation, received nothing. ' +
        'Restore it from a backup or start a new run',
    )
    writeFileSync(file, '{')
    expect(messageOf(await again())).toContain('received nothing')
  })
})

it('contentHash is SHA-256', () => {
  // FIPS 180-2, appendix B.1
  expect(contentHash(join(folderWith({ a: 'abc' }), 'a'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
