import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DrawSplits } from '../../../src/data/split/drawSplits.ts'
import { labeledSplit } from '../../../src/data/split/labeledSplit.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { classImages, splitRequest } from '../../support/splits.ts'

describe('labeledSplit', () => {
  const drawnIn = async (change: Partial<DrawSplits> = {}) => {
    const folder = folderWith(classImages({ cat: 9, dog: 9 }))
    const file = join(folderWith({}), 'splits.json')
    const request = { ...(await splitRequest(folder)), file }
    const split = resultOf(await labeledSplit(request))
    return { folder, file, split, again: (more: Partial<DrawSplits> = change) => labeledSplit({ ...request, ...more }) }
  }

  test('is drawn once and read back the same', async () => {
    const { split, file, again } = await drawnIn()
    const written = readFileSync(file, 'utf8')
    expect(resultOf(await again())).toEqual(split)
    expect(readFileSync(file, 'utf8')).toBe(written)
  })

  test.each([
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

  test.each([
    [{ key: keyOf(4) }, 'another seed'],
    [{ labelsPerClass: 3 }, '2 labels per class, received 3 labels per class'],
    [{ labelsPerClass: null }, '2 labels per class, received all labels'],
    [{ validationPerClass: 0 }, '1 validation images per class, received 0'],
    [{ classes: [{ name: 'cat', first: 0, count: 9 }] }, 'the classes cat, dog, received cat'],
  ])('refuses a request with %o', async (change, what) => {
    const { again } = await drawnIn()
    expect(messageOf(await again(change))).toBe(
      `The labeled images of this run were drawn with ${what}. Start a new run for another draw`,
    )
  })

  test('a damaged splits.json', async () => {
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
