import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { LedgerImage, Sets } from '../../../src/kind/source/imageSets.ts'
import { ledgerImages } from '../../../src/kind/source/ledgerImages.ts'
import { runError } from '../../../src/prelude/errors.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { messageOf, resultOf } from '../../support/either.ts'

const params = {
  ledger: 'labels',
  file: 'file',
  label: 'class',
  probabilities: 'soft',
  confidence: 'sure',
  labeledToo: false,
}

const image: LedgerImage = {
  file: { set: 'unlabeled', index: 3, path: 'folder/3.png' },
  category: 1,
  confidence: 0.75,
  probabilities: [0.25, 0.75],
}

const none: Omit<Sets, 'ledger'> = { labeled: sequenceOf([]), unlabeled: sequenceOf([]), labeledAmongUnlabeled: false }

describe('ledgerImages', () => {
  test('gives file, class, probabilities and confidence under the given names', () => {
    const samples = resultOf(ledgerImages.use(params).open({ ...none, ledger: () => E.right(sequenceOf([image])) }))
    expect(samples.at(keyOf(1), 0)).toEqual({ file: image.file, class: 1, soft: [0.25, 0.75], sure: 0.75 })
  })

  test('asks for the ledger by its name, with the labeled images or without', () => {
    const asked: unknown[] = []
    const ledger: Sets['ledger'] = (request) => {
      asked.push(request)
      return E.right(sequenceOf([]))
    }
    ledgerImages.use(params).open({ ...none, ledger })
    ledgerImages.use({ ...params, ledger: 'mine', labeledToo: true }).open({ ...none, ledger })
    expect(asked).toEqual([
      { name: 'labels', labeledToo: false },
      { name: 'mine', labeledToo: true },
    ])
  })

  test('hands on why a ledger cannot be read', () =>
    expect(
      messageOf(ledgerImages.use(params).open({ ...none, ledger: () => E.left(runError('There is no ledger')) })),
    ).toBe('There is no ledger'))

  test('declares soft labels as a distribution over the classes', () =>
    expect(
      resultOf(
        E.mapLeft(() => runError('refused'))(
          ledgerImages.use(params).infer({}, { classes: 4, heads: {}, averages: {} }),
        ),
      ),
    ).toEqual({
      file: { kind: 'file', shape: [] },
      class: { kind: 'category', shape: [4] },
      soft: { kind: 'probabilities', shape: [4] },
      sure: { kind: 'share', shape: [] },
    }))
})
