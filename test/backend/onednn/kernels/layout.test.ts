import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { noise, openForTests, valuesOn } from '../compare.ts'

beforeAll(() => void openForTests())

/** Whether both backends agree to the bit, as they must for kernels that only move values. */
const same = async (compute: () => tf.Tensor | tf.Tensor[]): Promise<boolean> => {
  const [ours, theirs] = [await valuesOn('onednn', compute), await valuesOn('cpu', compute)]
  return ours.length === theirs.length && ours.every((values, i) => values.every((v, j) => Object.is(v, theirs[i]![j])))
}

const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 })
const types = fc.constantFrom<'float32' | 'int32' | 'bool'>('float32', 'int32', 'bool')
const typed = (shape: number[], dtype: 'float32' | 'int32' | 'bool', seed: number) =>
  tf.cast(tf.mul(noise(shape, seed), 9), dtype)

describe('kernels that move values', () => {
  test('transpose by any permutation, small and large', () =>
    fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) =>
          fc.record({
            shape: fc.constant(shape),
            order: fc.shuffledSubarray(
              shape.map((_, i) => i),
              { minLength: shape.length },
            ),
            wide: fc.constantFrom(1, 50),
          }),
        ),
        ({ shape, order, wide }) => same(() => tf.transpose(noise([shape[0]! * wide, ...shape.slice(1)], 1), order)),
      ),
      { seed: 26, numRuns: 80 },
    ))

  test('slice any box of any type', () =>
    fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) =>
          fc.record({
            shape: fc.constant(shape),
            box: fc.tuple(...shape.map((extent) => fc.tuple(fc.nat(extent - 1), fc.nat(extent)))),
          }),
        ),
        types,
        ({ shape, box }, dtype) =>
          same(() =>
            tf.slice(
              typed(shape, dtype, 2),
              box.map(([begin]) => begin),
              box.map(([begin, size], i) => Math.min(size, shape[i]! - begin)),
            ),
          ),
      ),
      { seed: 27, numRuns: 80 },
    ))

  test('concatenate and pad along any axis', () =>
    fc.assert(
      fc.asyncProperty(
        shapes.chain((shape) => fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) })),
        types,
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
        ({ shape, axis }, dtype, widths) =>
          same(() => {
            const parts = widths.map((width, i) =>
              typed(
                shape.map((n, a) => (a === axis ? width : n)),
                dtype,
                i,
              ),
            )
            const paddings = shape.map((_, a): [number, number] => (a === axis ? [widths[0]!, widths.length] : [0, 0]))
            return [tf.concat(parts, axis), tf.pad(typed(shape, dtype, 9), paddings, 1)]
          }),
      ),
      { seed: 28, numRuns: 80 },
    ))

  test('convert between any two types', () =>
    fc.assert(
      fc.asyncProperty(shapes, types, types, (shape, from, to) => same(() => tf.cast(typed(shape, from, 3), to))),
      { seed: 29, numRuns: 60 },
    ))

  test('a slice outlives its source, whatever the pool does in between', async () => {
    await tf.setBackend('onednn')
    const whole = noise([4096], 5)
    const expected = Array.from(whole.dataSync()).slice(100, 600)
    const part = tf.slice(whole, [100], [500])
    whole.dispose()
    for (let i = 0; i < 10; i++) tf.tidy(() => void tf.mul(noise([4096], i), 2))
    expect(Array.from(part.dataSync())).toEqual(expected)
    part.dispose()
  })
})
