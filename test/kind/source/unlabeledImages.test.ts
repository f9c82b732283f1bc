import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { Sets } from '../../../src/kind/source/imageSets.ts'
import { unlabeledImages } from '../../../src/kind/source/unlabeledImages.ts'
import { runError } from '../../../src/prelude/errors.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { resultOf } from '../../support/either.ts'

const fileIn = (set: string) => (index: number) => ({ set, index, path: `${set}/${index}` })
const labeled = [0, 1].map(fileIn('labeled'))
const unlabeled = [0, 1, 2].map(fileIn('unlabeled'))

const opened = (labeledToo: boolean, labeledAmongUnlabeled = false) => {
  const sets: Sets = {
    labeled: sequenceOf(labeled.map((file) => ({ file, category: 1 }))),
    unlabeled: sequenceOf(unlabeled.map((file) => ({ file }))),
    labeledAmongUnlabeled,
    ledger: () => E.left(runError('There is no ledger')),
  }
  const samples = resultOf(unlabeledImages.use({ file: 'picture', labeledToo }).open(sets))
  return Array.from({ length: samples.length }, (_, position) => samples.at(keyOf(1), position))
}

const pictures = (files: readonly object[]) => files.map((picture) => ({ picture }))

describe('unlabeledImages', () => {
  test('gives the labeled images after the others, without their labels', () =>
    expect(opened(true)).toEqual(pictures([...unlabeled, ...labeled])))

  test('or leaves them out', () => expect(opened(false)).toEqual(pictures(unlabeled)))

  test('gives those that are among the others once', () => expect(opened(true, true)).toEqual(pictures(unlabeled)))
})
