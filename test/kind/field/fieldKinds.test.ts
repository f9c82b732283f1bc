// Covers src/kind/field/tensorsOf.ts, src/kind/field/frame.ts.
import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FieldKind } from '../../../src/codec/index.ts'
import { pixels } from '../../../src/image/raster.ts'
import { fieldKinds } from '../../../src/kind/field/fieldKinds.ts'
import { batchedType } from '../../../src/kind/field/fieldType.ts'
import {
  fileOf,
  filesOf,
  imageOf,
  numberOf,
  numbersOf,
  stackOf,
  tensorOf,
  type Value,
} from '../../../src/kind/field/frame.ts'
import { fold, keyOf } from '../../../src/prelude/key.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** Sizes that differ from each other. */
const sizes: Readonly<Record<string, number>> = {
  batch: 3,
  height: 4,
  width: 5,
  channels: 3,
  views: 2,
  classes: 6,
  size: 7,
}
const shapeOf = (kind: FieldKind) => fieldKinds[kind].dims.map((dim) => sizes[dim]!)
const file = { set: 'unlabeled', index: 1, path: 'unlabeled/1.png' }
const kinds = Object.keys(fieldKinds) as FieldKind[]
const ofSamples = kinds.filter((kind) => fieldKinds[kind].batched !== null)

const sampleOf = (kind: FieldKind, seed: number, shape = shapeOf(kind)) =>
  fieldKinds[kind].sample(shape, keyOf(seed), file)

describe.each(kinds)('%s', (kind) => {
  const { fits, dims } = fieldKinds[kind]

  test('law: a sample fits its own type', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => fits(sampleOf(kind, seed), shapeOf(kind))),
      { seed: 101, numRuns: 30 },
    )
  })

  test('knows sizes that it does not fit', () => {
    // A category of 6 classes is one of any more.
    const smaller = shapeOf(kind).map((size) => (kind === 'category' ? 0 : size - 1))
    const comparable = dims.length > 0 && kind !== 'files'
    expect(fits(sampleOf(kind, 1), smaller)).toBe(!comparable)
  })

  test.each([undefined, null, 'text', Number.NaN, {}])('is not %j', (value) =>
    expect(fits(value, shapeOf(kind))).toBe(false),
  )

  test('draws by the key: the same from one key, another from another one', () => {
    const drawnBy = (seed: number) => {
      const value = sampleOf(kind, seed)
      return JSON.stringify(
        value !== null && typeof value === 'object' && 'dataId' in value ? [...value.dataSync()] : value,
      )
    }
    expect(drawnBy(1)).toBe(drawnBy(1))
    expect(new Set([1, 2, 3, 4, 5].map(drawnBy)).size > 1).toBe(!['file', 'files'].includes(kind))
  })
})

describe.each(ofSamples)('a batch of %s', (kind) => {
  const { batched } = fieldKinds[kind]

  test('has the kind and the shape that the type of the batch says', () => {
    const shape = shapeOf(kind)
    const values = [1, 2, 3].map((seed) => sampleOf(kind, seed) as Value)
    const joined = batched!.collate(values, shape)
    const type = batchedType({ kind, shape }, 3)
    expect(type.kind).toBe(batched!.kind)
    expect(fieldKinds[type.kind].fits(joined, type.shape as number[])).toBe(true)
  })

  test('is of a kind that batches alone hold, with one size more', () => {
    expect(fieldKinds[batched!.kind].batched).toBeNull()
    expect(fieldKinds[batched!.kind].dims).toEqual(['batch', ...fieldKinds[kind].dims])
  })
})

describe('what a batch makes of values', () => {
  const joined = (kind: FieldKind, values: readonly Value[], shape: readonly number[]) => {
    const result = fieldKinds[kind].batched!.collate(values, shape)
    return 'dataId' in result ? result.arraySync() : result
  }

  test('bytes from 0 to 255 become floats from -1 to 1: 51 / 127.5 - 1 = -0.6', () => {
    const image = pixels(2, 1, 1, (x) => 255 * x)
    expect(joined('image', [image], [1, 2, 1])).toEqual([[[[-1], [1]]]])
    const [[[[value]]]] = joined('image', [pixels(1, 1, 1, () => 51)], [1, 1, 1]) as [[[[number]]]]
    expect(value).toBeCloseTo(-0.6, 6)
  })

  test('categories become rows of one 1: 2 and 0 of 3 classes', () =>
    expect(joined('category', [2, 0], [3])).toEqual([
      [0, 0, 1],
      [1, 0, 0],
    ]))

  test('shares become a mask, files stay files', () => {
    expect(joined('share', [0.25, 1], [])).toEqual([0.25, 1])
    expect(joined('file', [file], [])).toEqual([file])
  })
})

describe('edges', () => {
  test.each([
    ['category', -1, [3], false],
    ['category', 2, [3], true],
    ['category', 3, [3], false],
    ['share', 0, [], true],
    ['share', 1, [], true],
    ['share', 1.01, [], false],
    ['share', -0.01, [], false],
    ['probabilities', [0.5, 0.5], [2], true],
    ['probabilities', [0.5, 0.5], [3], false],
    ['vector', ['a'], [1], false],
    ['stack', [], [0, 1, 1, 1], true],
  ] as const)('%s %j with the sizes %j fits: %j', (kind, value, shape, fits) =>
    expect(fieldKinds[kind].fits(value, shape)).toBe(fits),
  )

  test('a sample of probabilities sums to 1, rows of a sampled distribution too', () => {
    const row = sampleOf('probabilities', 1) as readonly number[]
    expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 9)
    const rows = tf.sum(sampleOf('distribution', 1) as tf.Tensor, 1).dataSync()
    for (const sum of rows) expect(sum).toBeCloseTo(1, 6)
  })

  test('a sampled image of one channel is gray', () =>
    expect(sampleOf('image', 1, [2, 2, 1])).toMatchObject({ width: 2, height: 2, channels: 1 }))
})

describe('what is read from a frame', () => {
  const image = pixels(1, 1, 1, () => 7)
  const frame = { file, image, stack: [image, image], label: 1, soft: [0.5, 0.5] }

  test('is the value, where the field holds its kind', () => {
    expect(fileOf(frame, 'file')).toBe(file)
    expect(imageOf(frame, 'image')).toBe(image)
    expect(stackOf(frame, 'stack')).toBe(frame.stack)
    expect(numberOf(frame, 'label')).toBe(1)
    expect(numbersOf(frame, 'soft')).toBe(frame.soft)
  })

  test.each([
    ['a file', () => fileOf(frame, 'image'), 'image'],
    ['an image', () => imageOf(frame, 'file'), 'file'],
    ['an image', () => imageOf(frame, 'stack'), 'stack'],
    ['several images', () => stackOf(frame, 'soft'), 'soft'],
    ['a number', () => numberOf(frame, 'soft'), 'soft'],
    ['numbers', () => numbersOf(frame, 'stack'), 'stack'],
    ['numbers', () => numbersOf(frame, 'missing'), 'missing'],
  ])('%s: another kind is a bug (%#)', (kind, read, name) =>
    expect(read).toThrow(
      `Expected the field ${name} to hold ${kind}: the check of the pipeline lets nothing else pass`,
    ),
  )

  test('is a tensor or files in a batch', () => {
    const batch = { x: tf.scalar(1), files: [file] }
    expect(tensorOf(batch, 'x')).toBe(batch.x)
    expect(filesOf(batch, 'files')).toBe(batch.files)
    expect(() => tensorOf(batch, 'files')).toThrow('Expected the field files to hold a tensor')
    expect(() => filesOf(batch, 'x')).toThrow('Expected the field x to hold files')
  })
})

test('keys of samples that are folded differ: a stack has views of its own', () => {
  const [first, second] = fieldKinds.stack.sample([2, 4, 4, 3], fold(keyOf(1), 'stack'), file) as ReturnType<
    typeof stackOf
  >
  expect(first!.data).not.toEqual(second!.data)
})
