import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { pixels } from '../../../src/image/raster.ts'
import { collate } from '../../../src/kind/field/collate.ts'
import type { FieldTypes } from '../../../src/kind/field/fieldType.ts'
import { tensorOf } from '../../../src/kind/field/frame.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const types: FieldTypes = {
  image: { kind: 'image', shape: [2, 2, 1] },
  label: { kind: 'category', shape: ['classes'] },
  share: { kind: 'share', shape: [] },
}
const image = (side: number) => pixels(side, side, 1, () => 255)
const frames = [
  { image: image(2), label: 0, share: 1 },
  { image: image(2), label: 2, share: 0.5 },
]

describe('collate', () => {
  test('joins what is wanted, and nothing else', () => {
    const before = tf.memory().numTensors
    const batch = collate(types, new Set(['label', 'share']), { classes: 3 })(frames)
    expect(Object.keys(batch)).toEqual(['label', 'share'])
    expect(tf.memory().numTensors - before).toBe(2)
    expect(tensorOf(batch, 'label').arraySync()).toEqual([
      [1, 0, 0],
      [0, 0, 1],
    ])
    expect(tensorOf(batch, 'share').arraySync()).toEqual([1, 0.5])
  })

  test('leaves out what batches alone hold', () =>
    expect(collate({ mask: { kind: 'mask', shape: ['batch'] } }, new Set(['mask']), {})([{ mask: 1 }])).toEqual({}))

  const message = (field: string, type: string) =>
    `Expected the field ${field} to hold ${type}, as its operator declares`

  test.each([
    ['of another size', 'image', { ...frames[0]!, image: image(3) }, message('image', 'image [2, 2, 1]')],
    ['of another kind', 'image', { ...frames[0]!, image: 3 }, message('image', 'image [2, 2, 1]')],
    ['that is missing', 'share', { image: image(2), label: 1 }, message('share', 'share')],
    ['beyond the classes', 'label', { ...frames[0]!, label: 3 }, message('label', 'category [classes]')],
  ])('a value %s is a bug, which it names', (_, field, frame, expected) =>
    expect(() => collate(types, new Set([field]), { classes: 3 })([frames[1]!, frame])).toThrow(expected),
  )

  test('a size that nobody knows fits nothing', () =>
    expect(() => collate(types, new Set(['label']), {})(frames)).toThrow(message('label', 'category [classes]')))
})
