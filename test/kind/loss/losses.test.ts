import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import reference from '../../../fixtures/reference/losses.json' with { type: 'json' }
import { decode, tagged } from '../../../src/codec/index.ts'
import { losses, perExample } from '../../../src/kind/loss/losses.ts'
import { available } from '../../support/available.ts'
import { lookAt } from '../../support/look.ts'
import { useBackend } from '../../support/useBackend.ts'

const codec = tagged('a loss', losses)

/** What a loss reads beside the view, where it is not a target of probabilities. */
const needs: Readonly<Record<string, object>> = {
  entropy: {},
  batchHardTriplet: { source: 'source' },
  reconstruction: { target: 'image' },
}

/** Images of one row with as many values as there are logits, from probabilities. */
const imageOf = (target: tf.Tensor2D): tf.Tensor4D =>
  tf.reshape(tf.sub(tf.mul(target, 2), 1), [target.shape[0], 1, target.shape[1], 1])

/** A loss from what a pipeline file says, with the fields that it needs added. */
const lossOf = (name: string, params: object): ReturnType<typeof perExample> => {
  const decoded = decode(codec)({ [name]: { of: 'view', ...(needs[name] ?? { target: 'target' }), ...params } })
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left))
  return perExample(decoded.right)
}

const largest = (numbers: readonly number[]): number => Math.max(...numbers.map(Math.abs))

const expectNear = (received: tf.Tensor, expected: readonly number[]): void => {
  const difference = largest([...received.dataSync()].map((value, i) => value - expected[i]!))
  expect(received.size).toBe(expected.length)
  expect(difference / largest(expected)).toBeLessThan(1e-5)
}

describe.each(available)('losses on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(reference.cases)(
    '$loss $params of a $target target has the values and the gradient of PyTorch',
    (known) => {
      tf.tidy(() => {
        const triplet = known.loss === 'batchHardTriplet'
        const logits = tf.tensor2d(triplet ? reference.embeddings : reference.logits)
        const fields = {
          target: tf.tensor2d(known.target === 'hard' ? reference.hard : reference.soft),
          source: tf.tensor1d(reference.source),
          image: tf.tensor4d(reference.image),
        }
        const loss = lossOf(known.loss, known.params)
        const scale = tf.sin(tf.range(1, logits.shape[0] + 1))
        const weighted = (z: tf.Tensor): tf.Tensor => tf.sum(tf.mul(loss(lookAt(z as tf.Tensor2D, fields)), scale))
        expectNear(loss(lookAt(logits, fields)), known.values)
        expectNear(tf.grad(weighted)(logits), known.gradient.flat())
      })
    },
  )

  test.each(Object.keys(losses))('%s is finite, and so is its gradient, for logits of a thousand', (name) => {
    tf.tidy(() => {
      const logits = tf.tensor2d([
        [1000, -1000, 0],
        [-1000, 1000, 1000],
        [0, 0, 0],
        [1000, 1000, 1000],
      ])
      const target = tf.tensor2d([
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 1],
        [0.5, 0.5, 0],
      ])
      const fields = { target, source: tf.tensor1d([0, 0, 1, 1]), image: imageOf(target) }
      const loss = lossOf(name, {})
      const total = (z: tf.Tensor): tf.Tensor => tf.sum(loss(lookAt(z as tf.Tensor2D, fields)))
      expect([...loss(lookAt(logits, fields)).dataSync()].every(Number.isFinite)).toBe(true)
      expect([...tf.grad(total)(logits).dataSync()].every(Number.isFinite)).toBe(true)
    })
  })

  test.each(Object.keys(losses))('%s leaves no tensor behind, with and without a gradient', (name) => {
    const logits = tf.tensor2d(reference.logits)
    const fields = {
      target: tf.tensor2d(reference.soft),
      source: tf.tensor1d([0, 0, 1, 1, 2, 2]),
      image: tf.tensor4d(reference.image),
    }
    const loss = lossOf(name, {})
    const before = tf.memory().numTensors
    tf.dispose(tf.tidy(() => loss(lookAt(logits, fields))))
    tf.dispose(tf.grad((z: tf.Tensor) => tf.sum(loss(lookAt(z as tf.Tensor2D, fields))))(logits))
    expect(tf.memory().numTensors).toBe(before)
    tf.dispose([logits, fields])
  })
})

describe('laws', () => {
  beforeAll(() => useBackend('cpu'))

  const decomposable = Object.keys(losses).filter((name) => name !== 'batchHardTriplet')

  test.each(decomposable)('%s of a joined batch is that of its parts, joined', (name) => {
    tf.tidy(() => {
      const logits = tf.tensor2d(reference.logits)
      const target = tf.tensor2d(reference.soft)
      const loss = lossOf(name, {})
      const part = (from: number, size: number): tf.Tensor1D => {
        const wanted = tf.slice(target, [from, 0], [size, -1])
        const fields = { target: wanted, image: imageOf(wanted) }
        return loss(lookAt(tf.slice(logits, [from, 0], [size, -1]), fields))
      }
      const joined = loss(lookAt(logits, { target, image: imageOf(target) }))
      expect([...joined.dataSync()]).toEqual([...tf.concat([part(0, 2), part(2, 4)]).dataSync()])
    })
  })

  test.each(decomposable)('an example that does not count has no gradient in %s', (name) => {
    tf.tidy(() => {
      const fields = { target: tf.tensor2d(reference.soft), image: tf.tensor4d(reference.image) }
      const loss = lossOf(name, {})
      const mask = tf.tensor1d([0, 0, 1, 0, 0, 0])
      const masked = (z: tf.Tensor): tf.Tensor => tf.mean(tf.mul(loss(lookAt(z as tf.Tensor2D, fields)), mask))
      const gradient = tf.grad(masked)(tf.tensor2d(reference.logits)).arraySync() as number[][]
      expect(gradient.map((row) => row.some((value) => value !== 0))).toEqual([false, false, true, false, false, false])
    })
  })

  test('every loss has cases of the reference', () => {
    expect([...new Set(reference.cases.map(({ loss }) => loss))].sort()).toEqual(Object.keys(losses).sort())
  })

  test('the key of a loss is its name', () => {
    expect(Object.values(losses).map(({ name }) => name)).toEqual(Object.keys(losses))
  })
})
