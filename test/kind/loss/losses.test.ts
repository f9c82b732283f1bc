import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import reference from '../../../fixtures/reference/losses.json' with { type: 'json' }
import type { Inputs } from '../../../src/kind/loss/input.ts'
import type { LossUnit } from '../../../src/kind/loss/loss.ts'
import { losses } from '../../../src/kind/loss/losses.ts'
import { available } from '../../support/available.ts'
import { useBackend } from '../../support/useBackend.ts'
import { written } from '../../support/vocabulary.ts'

/** Every entry is a loss whose inputs and settings only it knows. */
const all = losses as unknown as Readonly<Record<string, LossUnit<Inputs, unknown>>>

interface Fields {
  readonly target: tf.Tensor
  readonly source: tf.Tensor
  readonly image: tf.Tensor
}

/** Images of one row with as many values as there are logits, from probabilities. */
const imageOf = (target: tf.Tensor2D): tf.Tensor4D =>
  tf.reshape(tf.sub(tf.mul(target, 2), 1), [target.shape[0], 1, target.shape[1], 1])

/** The parameters of a loss that name inputs. Only its settings are needed to call it. */
const settingsIn = (params: object): object =>
  Object.fromEntries(Object.entries(params).filter(([name]) => !['of', 'head', 'target', 'source'].includes(name)))

/** A loss with settings as a pipeline file says them, as a function of an output and of fields. */
const lossOf = (name: string, params: object) => {
  const unit = all[name]!
  const perExample = unit.perExample(written(unit.settings, settingsIn(params)))
  return (output: tf.Tensor, { target, source, image }: Partial<Fields>): tf.Tensor1D =>
    perExample(
      name === 'batchHardTriplet'
        ? { embeddings: output, source: source! }
        : { logits: output, target: (name === 'reconstruction' ? image : target)! },
    )
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
        const weighted = (z: tf.Tensor): tf.Tensor => tf.sum(tf.mul(loss(z, fields), scale))
        expectNear(loss(logits, fields), known.values)
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
      const total = (z: tf.Tensor): tf.Tensor => tf.sum(loss(z, fields))
      expect([...loss(logits, fields).dataSync()].every(Number.isFinite)).toBe(true)
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
    tf.dispose(tf.tidy(() => loss(logits, fields)))
    tf.dispose(tf.grad((z: tf.Tensor) => tf.sum(loss(z, fields)))(logits))
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
        return loss(tf.slice(logits, [from, 0], [size, -1]), fields)
      }
      const joined = loss(logits, { target, image: imageOf(target) })
      expect([...joined.dataSync()]).toEqual([...tf.concat([part(0, 2), part(2, 4)]).dataSync()])
    })
  })

  test.each(decomposable)('an example that does not count has no gradient in %s', (name) => {
    tf.tidy(() => {
      const fields = { target: tf.tensor2d(reference.soft), image: tf.tensor4d(reference.image) }
      const loss = lossOf(name, {})
      const mask = tf.tensor1d([0, 0, 1, 0, 0, 0])
      const masked = (z: tf.Tensor): tf.Tensor => tf.mean(tf.mul(loss(z, fields), mask))
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
