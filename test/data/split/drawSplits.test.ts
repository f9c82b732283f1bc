import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contentHash } from '../../../src/data/file/contentHash.ts'
import { drawSplits } from '../../../src/data/split/drawSplits.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { classImages, splitRequest } from '../../support/splits.ts'

const names = (drawn: readonly { readonly file: string }[]): readonly string[] => drawn.map(({ file }) => file)

describe('drawSplits', () => {
  test('draws the same number from each class, with sizes and hashes', async () => {
    const folder = folderWith(classImages({ cat: 9, dog: 7 }))
    const drawn = resultOf(await drawSplits(await splitRequest(folder)))
    expect(drawn.labeled.map((image) => image.class)).toEqual(['cat', 'cat', 'dog', 'dog'])
    expect(drawn.validation.map((image) => image.class)).toEqual(['cat', 'dog'])
    expect(drawn.classes).toEqual(['cat', 'dog'])
    const one = drawn.labeled[0]!
    expect(one).toEqual({ class: 'cat', file: one.file, size: 5, sha256: contentHash(join(folder, one.file)) })
  })

  test('takes every image on request, and then keeps none for validation', async () => {
    const request = await splitRequest(folderWith(classImages({ cat: 3, dog: 2 })), {
      labelsPerClass: null,
      validationPerClass: 5,
    })
    const drawn = resultOf(await drawSplits(request))
    expect(names(drawn.labeled)).toEqual(['cat/0.png', 'cat/1.png', 'cat/2.png', 'dog/0.png', 'dog/1.png'])
    expect(drawn.validation).toEqual([])
  })

  test.each([
    ['from what is left', 4, 9, 1],
    ['none if nothing is left', 5, 9, 0],
    ['at most as many as there are labels', 1, 9, 1],
    ['none if none are requested', 1, 0, 0],
  ])('validation: %s', async (_, labelsPerClass, validationPerClass, expected) => {
    const request = await splitRequest(folderWith(classImages({ cat: 5 })), { labelsPerClass, validationPerClass })
    expect(resultOf(await drawSplits(request)).validation.length).toBe(expected)
  })

  test('fails if a class has fewer images than labels', async () => {
    const folder = folderWith(classImages({ ant: 9, cat: 3, dog: 1 }))
    expect(messageOf(await drawSplits(await splitRequest(folder, { labelsPerClass: 4 })))).toBe(
      `Expected at least 4 labeled images per class in ${folder}, received 3 of class "cat", 1 of class "dog". ` +
        'Add images or ask for fewer labels per class',
    )
  })

  test('never draws an empty file', async () => {
    const folder = folderWith({ ...classImages({ cat: 3 }), 'cat/0.png': '' })
    expect(messageOf(await drawSplits(await splitRequest(folder, { labelsPerClass: 3 })))).toContain('2 of class "cat"')
  })
})

describe('laws', () => {
  test('a draw is determined by its key, grows without replacing, and never holds an image twice', async () => {
    const request = await splitRequest(folderWith(classImages({ cat: 20, dog: 20 })))
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

  test('classes of equal size draw different places, and the same ones when another class is added', async () => {
    const places = (drawn: readonly { readonly file: string }[], name: string): string =>
      drawn.flatMap(({ file }) => (file.startsWith(`${name}/`) ? [file.slice(name.length + 1)] : [])).join(' ')
    const drawn = async (counts: Readonly<Record<string, number>>) =>
      resultOf(await drawSplits(await splitRequest(folderWith(classImages(counts)), { labelsPerClass: 9 }))).labeled
    const [two, three] = [await drawn({ cat: 50, dog: 50 }), await drawn({ ant: 70, cat: 50, dog: 50 })]
    expect(places(two, 'cat')).not.toBe(places(two, 'dog'))
    expect(places(three, 'cat')).toBe(places(two, 'cat'))
  })

  test('another seed draws other images', async () => {
    const request = await splitRequest(folderWith(classImages({ cat: 50 })))
    const draws = [1, 2].map(async (seed) =>
      names(resultOf(await drawSplits({ ...request, key: keyOf(seed) })).labeled),
    )
    expect(await draws[0]).not.toEqual(await draws[1])
  })
})
