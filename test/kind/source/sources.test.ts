// Covers src/kind/source/source.ts, src/kind/source/labeledImages.ts.
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import type { Sets } from '../../../src/kind/source/imageSets.ts'
import { sources } from '../../../src/kind/source/sources.ts'
import { runError } from '../../../src/prelude/errors.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { resultOf } from '../../support/either.ts'
import { using } from '../../support/vocabulary.ts'

const files = [0, 1].map((index) => ({ set: 'labeled', index, path: `labeled/${index}` }))

const sets: Sets = {
  labeled: sequenceOf(files.map((file) => ({ file, category: file.index }))),
  unlabeled: sequenceOf([]),
  labeledAmongUnlabeled: false,
  ledger: () => E.left(runError('There is no ledger')),
}

test('labeledImages gives file and class of each labeled image, once, under the given names', () => {
  const samples = resultOf(using(sources.labeledImages, { file: 'picture' }).open(sets))
  expect(samples.length).toBe(2)
  expect([0, 1].map((position) => samples.at(keyOf(1), position))).toEqual([
    { picture: files[0], label: 0 },
    { picture: files[1], label: 1 },
  ])
})

test('labeledImages declares the class as one of those of the run', () =>
  expect(using(sources.labeledImages, {}).infer({}, { classes: 'classes', heads: {}, averages: {} })).toEqual(
    E.right({ file: { kind: 'file', shape: [] }, label: { kind: 'category', shape: ['classes'] } }),
  ))

test('every source says which images it reads, and is listed under its name', () => {
  const { labeledImages, unlabeledImages, ledgerImages } = sources
  expect([
    using(labeledImages, {}).images,
    using(unlabeledImages, {}).images,
    using(ledgerImages, { ledger: 'labels' }).images,
  ]).toEqual(['labeled', 'unlabeled', 'ledger'])
  expect(Object.values(sources).map(({ kind, name }) => [kind, name])).toEqual(
    Object.keys(sources).map((name) => ['source', name]),
  )
})
