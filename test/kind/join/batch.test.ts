// Covers src/kind/join/join.ts, src/kind/join/joins.ts.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Join, rowsOf } from '../../../src/kind/join/join.ts'
import { joins } from '../../../src/kind/join/joins.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, using } from '../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

const batchOf = (params: object) => {
  const join: Join = using(joins.batch, params)
  if (join.joins !== 'samples') throw new Error('Expected batch to join samples')
  return join
}

const given = {
  image: { kind: 'image', shape: [8, 8, 3] },
  label: { kind: 'category', shape: ['classes'] },
  source: { kind: 'vector', shape: [4], run: 2 },
} as const

describe('batch', () => {
  test('declares the batched kind of every field, with its size before the others', () =>
    expect(batchOf({ size: 4 }).infer(given)).toEqual({
      _tag: 'Right',
      right: {
        image: { kind: 'images', shape: [4, 8, 8, 3] },
        label: { kind: 'distribution', shape: [4, 'classes'] },
        source: { kind: 'embedding', shape: [4, 4], run: 2 },
      },
    }))

  test('has a size that nobody knows where a last batch may be smaller', () => {
    expect([rowsOf({ size: 4, last: 'drop' }), rowsOf({ size: 4, last: 'keep' })]).toEqual([4, 'batch'])
    expect(batchOf({ size: 4, last: 'keep' }).infer({ share: { kind: 'share', shape: [] } })).toEqual({
      _tag: 'Right',
      right: { share: { kind: 'mask', shape: ['batch'] } },
    })
  })

  test('joins the fields that are wanted', () => {
    const { collate, size, last } = batchOf({ size: 2 })
    const joined = collate(given, new Set(['label']), { classes: 3 })([{ label: 2 }, { label: 0 }])
    expect([size, last, Object.keys(joined)]).toEqual([2, 'drop', ['label']])
    expect((joined['label'] as tf.Tensor).arraySync()).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ])
    tf.dispose(joined['label'] as tf.Tensor)
  })

  test.each([
    [{}, 'Expected a whole number of at least 1 at size, received nothing'],
    [{ size: 0 }, 'Expected a whole number of at least 1 at size, received 0'],
    [{ size: 2, last: 'fill' }, 'Expected one of "drop", "keep" at last, received "fill"'],
  ])('%j is refused', (params, message) => expect(refusals(paramsOf(joins.batch), params)).toEqual([message]))
})

test('every join is listed under its name', () =>
  expect(Object.values(joins).map(({ kind, name }) => [kind, name])).toEqual(
    Object.keys(joins).map((name) => ['join', name]),
  ))
