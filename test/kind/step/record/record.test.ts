import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { record } from '../../../../src/kind/step/record/record.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { using } from '../../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

const files = [0, 1].map((index) => ({ set: 'unlabeled', index, path: `unlabeled/${index}` }))
const parts = { id: 'label.record', state: 'label.record', given: {}, models: {} }
const moment = { step: 0, steps: 1, epoch: 0, key: keyOf(1) }

const recorded = (params: object) => {
  const p = tf.tensor2d([
    [0.25, 0.75],
    [0.5, 0.5],
  ])
  const step = using(record, { file: 'file', from: 'p', ...params })
  return step.run(parts)({ models: {}, states: {} }, { file: files, p, mask: tf.tensor1d([0, 0.5]) }, moment).records!
}

describe('record', () => {
  test('writes a row for each image: its most probable class, the first of equals', () =>
    expect(recorded({})).toEqual({
      ledger: 'labels',
      rows: [
        { file: files[0], label: 1, confidence: 0.75, accepted: true, probabilities: [0.25, 0.75] },
        { file: files[1], label: 0, confidence: 0.5, accepted: true, probabilities: [0.5, 0.5] },
      ],
    }))

  test('accepts what the mask keeps, be it a part', () => {
    const { ledger, rows } = recorded({ mask: 'mask', ledger: 'mine' })
    expect(ledger).toBe('mine')
    expect(rows.map(({ accepted }) => accepted)).toEqual([false, true])
  })
})
