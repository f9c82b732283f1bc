import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { batchHardTriplet } from '../../../src/kind/loss/batchHardTriplet.ts'
import { checkTerm } from '../../../src/kind/step/update/checkTerm.ts'
import { useBackend } from '../../support/useBackend.ts'
import { vocabulary, written } from '../../support/vocabulary.ts'

const seed = 59
const perExample = batchHardTriplet.perExample({})

/** One number for each image, or a row of them. */
const sourceOf = (source: number[] | number[][]) => tf.tensor(source) as tf.Tensor1D | tf.Tensor2D

const loss = (embeddings: number[][], source: number[] | number[][]): number[] =>
  tf.tidy(() => [...perExample({ embeddings: tf.tensor2d(embeddings), source: sourceOf(source) }).dataSync()])

const softplus = (x: number): number => Math.log1p(Math.exp(x))

describe('batchHardTriplet', () => {
  beforeAll(() => useBackend('cpu'))

  test('compares the farthest of the same source with the nearest of another', () => {
    // On the unit circle at 0 and 90 degrees (source 0), 180 degrees (source 1, twice): chords sqrt 2, 2 and 0
    const [first, second, third, fourth] = loss(
      [
        [1, 0],
        [0, 3],
        [-2, 0],
        [-5, 0],
      ],
      [0, 0, 1, 1],
    )
    expect(first).toBeCloseTo(softplus(Math.SQRT2 - 2), 5)
    expect(second).toBeCloseTo(softplus(Math.SQRT2 - Math.SQRT2), 5)
    expect(third).toBeCloseTo(softplus(0 - Math.SQRT2), 5)
    expect(fourth).toBeCloseTo(softplus(0 - Math.SQRT2), 5)
  })

  test('is log 2 where all embeddings are equal, with a gradient of 0', () => {
    const same = [
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
    ]
    for (const value of loss(same, [0, 0, 1, 1])) expect(value).toBeCloseTo(Math.log(2), 5)
    const gradient = tf.tidy(() => {
      const source = tf.tensor1d([0, 0, 1, 1])
      return tf
        .grad((z: tf.Tensor) => tf.sum(perExample({ embeddings: z as tf.Tensor2D, source })))(tf.tensor2d(same))
        .dataSync()
    })
    expect([...gradient].every((value) => Math.abs(value) < 1e-6)).toBe(true)
  })

  test('is 0 for an image without another instance, and for all where there is one source only', () => {
    const embeddings = [
      [1, 0],
      [0, 1],
      [-1, 0],
    ]
    expect(loss(embeddings, [0, 0, 1])[2]).toBe(0)
    expect(loss(embeddings, [7, 7, 7])).toEqual([0, 0, 0])
    expect(loss(embeddings, [0, 1, 2])).toEqual([0, 0, 0])
  })

  test('tells sources apart by whole rows as well as by numbers', () => {
    const embeddings = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [1, 1],
    ]
    expect(
      loss(embeddings, [
        [1, 0],
        [1, 0],
        [1, 2],
        [1, 2],
      ]),
    ).toEqual(loss(embeddings, [0, 0, 1, 1]))
  })

  test('a gradient flows into every embedding that is compared', () => {
    const gradient = tf.tidy(() => {
      const source = tf.tensor1d([0, 0, 1, 1])
      const embeddings = tf.tensor2d([
        [1, 0],
        [0.5, 1],
        [-1, 0.3],
        [0.2, -1],
      ])
      return tf
        .grad((z: tf.Tensor) => tf.sum(perExample({ embeddings: z as tf.Tensor2D, source })))(embeddings)
        .arraySync()
    }) as number[][]
    expect(gradient.every((row) => row.some((value) => Math.abs(value) > 1e-3))).toBe(true)
  })

  test('law: permuting the batch permutes the losses', () => {
    const example = fc.tuple(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      fc.nat(2),
    )
    fc.assert(
      fc.property(fc.array(example, { minLength: 2, maxLength: 8 }), (examples) => {
        const straight = loss(
          examples.map(([x, y]) => [x, y]),
          examples.map(([, , source]) => source),
        )
        const reversed = [...examples].reverse()
        const turned = loss(
          reversed.map(([x, y]) => [x, y]),
          reversed.map(([, , source]) => source),
        )
        return turned.reverse().every((value, i) => Math.abs(value - straight[i]!) < 1e-5)
      }),
      { seed },
    )
  })

  describe('the check', () => {
    const term = written(vocabulary.term, { batchHardTriplet: { of: 'view', source: 'source' } })
    const said = (examples: number | null, run: number | null) => {
      const rows = examples ?? 'batch'
      const given = {
        view: { kind: 'images', shape: [rows, 8, 8, 3] },
        source: { kind: 'embedding', shape: [rows, 4], ...(run === null ? {} : { run }) },
      } as const
      const heads = { student: { embedding: { size: 5, views: 1 } } }
      return checkTerm('one', term, 'student', given, { classes: 2, heads, averages: {} })
    }
    const path = ['loss', 'one', 'batchHardTriplet', 'source']
    const complaint = (expected: string, received: string) => [{ path, expected, received }]

    test('takes whole images, two or more, of two or more instances', () => {
      expect([said(16, 8), said(24, 8), said(4, 2)]).toEqual([[], [], []])
    })

    test('takes what it cannot know: a batch of any size, sources in any order', () => {
      expect([said(null, 8), said(7, null), said(null, null)]).toEqual([[], [], []])
    })

    test('refuses fewer than two images', () => {
      const two = 'a batch of at least 16, 2 images of 8 examples each'
      expect([said(8, 8), said(15, 8), said(4, 8)]).toEqual([
        complaint(two, 'a batch of 8'),
        complaint(two, 'a batch of 15'),
        complaint(two, 'a batch of 4'),
      ])
    })

    test('refuses fewer than two instances, whatever the batch', () => {
      expect([said(64, 1), said(null, 1)]).toEqual(Array(2).fill(complaint('at least 2 examples of each image', '1')))
    })

    test('refuses to cut an image apart', () => {
      expect([said(17, 8), said(20, 8)]).toEqual([
        complaint('a batch of a multiple of 8, the examples of one image', 'a batch of 17'),
        complaint('a batch of a multiple of 8, the examples of one image', 'a batch of 20'),
      ])
    })
  })
})
