// Covers src/kind/step/predict/probabilitiesOf.ts.
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import type { FieldTypes } from '../../../../src/kind/field/fieldType.ts'
import type { Batch } from '../../../../src/kind/field/frame.ts'
import { predict } from '../../../../src/kind/step/predict/predict.ts'
import type { World } from '../../../../src/kind/step/world.ts'
import { type Key, keyOf } from '../../../../src/prelude/key.ts'
import { uniforms } from '../../../../src/prelude/random.ts'
import { paramsOf } from '../../../../src/testing/paramsOf.ts'
import { available } from '../../../support/available.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { networkOf, refusals, using } from '../../../support/vocabulary.ts'

await useBackend('cpu')

const predictOf = (given: Readonly<Record<string, unknown>>) =>
  using(predict, { model: 'student', writes: 'probabilities', ...given })

const optimizer = { init: () => ({}), apply: () => ({ parameters: {}, slots: {} }) }
const net = networkOf({ smallConv: { channels: [4] } }, [4, 4, 3], { label: 3 })
const variables = net.init(keyOf(7))
const worldOf = ({ parameters, statistics }: typeof variables): World => ({
  models: {
    student: { parameters, statistics, slots: {}, averages: {}, updates: 0 },
  },
  states: {},
})
const world = worldOf(variables)
const parts = {
  id: 'label.predict',
  state: 'label.predict',
  given: {},
  models: { student: { network: net, optimizer, isFrozen: () => false, averages: [] } },
}
const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(9) }

const images = (seed: number, count = 5): tf.Tensor4D =>
  tf.tensor4d(uniforms(keyOf(seed), count * 4 * 4 * 3, -1, 1), [count, 4, 4, 3])

const batch: Batch = { a: images(1), b: images(2), c: images(3) }
const stack = tf.stack(
  ['a', 'b', 'c'].map((name) => batch[name] as tf.Tensor4D),
  1,
)

const rows = (given: Readonly<Record<string, unknown>>, from: Batch = batch, of: World = world): number[][] => {
  const { fields } = predictOf(given).run(parts)(of, from, moment)
  return (fields!['probabilities'] as tf.Tensor2D).arraySync()
}

const difference = (one: number[][], other: number[][]): number =>
  Math.max(...one.flatMap((row, i) => row.map((value, k) => Math.abs(value - other[i]![k]!))))

describe('predict', () => {
  test('averages over the views of a list: the logits, or the probabilities', () => {
    const logits = ['a', 'b', 'c'].map(
      (name) =>
        net
          .apply(variables, batch[name] as tf.Tensor4D, { normalization: 'running', noise: null })
          .outputs['label']!.arraySync() as number[][],
    )
    const softmax = (row: readonly number[]) => {
      const powers = row.map((z) => Math.exp(z))
      return powers.map((power) => power / powers.reduce((x, y) => x + y, 0))
    }
    const mean = (all: readonly number[][][]) =>
      all[0]!.map((row, i) => row.map((_, k) => (all[0]![i]![k]! + all[1]![i]![k]! + all[2]![i]![k]!) / 3))
    const byLogits = mean(logits).map(softmax)
    const byProbabilities = mean(logits.map((all) => all.map(softmax)))
    expect(difference(rows({ on: ['a', 'b', 'c'] }), byLogits)).toBeLessThan(1e-5)
    expect(difference(rows({ on: ['a', 'b', 'c'], average: 'probabilities' }), byProbabilities)).toBeLessThan(1e-5)
    expect(difference(byLogits, byProbabilities)).toBeGreaterThan(1e-4)
  })

  test('averages over the views of a stack as over the same views in a list', () => {
    for (const normalization of ['running', 'batch']) {
      expect(rows({ on: 'stack', normalization }, { ...batch, stack })).toEqual(
        rows({ on: ['a', 'b', 'c'], normalization }),
      )
    }
  })

  test('gives every view a pass of its own: batch statistics are those of one view', () => {
    const alone = ['a', 'b'].map((on) => rows({ on, normalization: 'batch' }))
    const together = rows({ on: ['a', 'b'], normalization: 'batch', average: 'probabilities' })
    const mean = alone[0]!.map((row, i) => row.map((value, k) => (value + alone[1]![i]![k]!) / 2))
    expect(difference(together, mean)).toBeLessThan(1e-6)
  })

  test.each([
    { smallConv: { channels: [4], dropout: 0.5 } },
    { wideResNet: { depth: 10, width: 1, dropout: 0.5, drop: 0.5 } },
  ])('asks %j without its noise, whatever the key', (given) => {
    const noisy = networkOf(given, [4, 4, 3], { label: 3 })
    const initial = noisy.init(keyOf(7))
    const asked = (seed: number) => {
      const models = { student: { network: noisy, optimizer, isFrozen: () => false, averages: [] } }
      const run = predictOf({ on: 'a' }).run({ ...parts, models })
      return [
        ...(
          run(worldOf(initial), batch, { ...moment, key: keyOf(seed) }).fields!['probabilities'] as tf.Tensor
        ).dataSync(),
      ]
    }
    const said = (noise: Key | null) => {
      const { outputs } = noisy.apply(initial, batch['a'] as tf.Tensor4D, { normalization: 'running', noise })
      return [...tf.softmax(outputs['label']!).dataSync()]
    }
    expect([asked(1), asked(2)]).toEqual([said(null), said(null)])
    expect(said(keyOf(1))).not.toEqual(said(null))
  })

  test('holds no more tensors, however many views there are', () => {
    const before = tf.memory().numTensors
    for (const on of [['a'], ['a', 'b', 'c', 'a', 'b', 'c']]) {
      const { fields } = predictOf({ on }).run(parts)(world, batch, moment)
      expect(tf.memory().numTensors).toBe(before + 1)
      tf.dispose(fields as Record<string, tf.Tensor>)
    }
  })

  describe('laws', () => {
    test.each(['logits', 'probabilities'])('a list of one view is the view (%s)', (average) => {
      expect(rows({ on: ['b'], average })).toEqual(rows({ on: 'b', average }))
    })

    test.each(['logits', 'probabilities'])('the order of views does not matter (%s)', (average) => {
      expect(difference(rows({ on: ['c', 'a', 'b'], average }), rows({ on: ['a', 'b', 'c'], average }))).toBeLessThan(
        1e-6,
      )
    })

    test('by running statistics, an image gets the same in every batch', () => {
      const [first] = tf.split(batch['a'] as tf.Tensor4D, [1, 4])
      const [other] = tf.split(batch['b'] as tf.Tensor4D, [1, 4])
      const alone = rows({ on: ['a', 'b'] }, { a: first!, b: other! })
      expect(difference(alone, rows({ on: ['a', 'b'] }).slice(0, 1))).toBeLessThan(1e-6)
    })
  })

  test('asks for views of the same images', () => {
    const given: FieldTypes = {
      'labeled.weak': { kind: 'images', shape: [8, 4, 4, 3] },
      'unlabeled.weak': { kind: 'images', shape: [16, 4, 4, 3] },
    }
    const facts = { classes: 3, heads: { student: { label: { size: 3, views: 1 } } }, averages: {} }
    expect(predictOf({ on: ['labeled.weak', 'unlabeled.weak'] }).infer(given, facts)).toEqual({
      _tag: 'Left',
      left: [
        {
          path: ['on', '1'],
          expected: 'views of the same 8 images, as in labeled.weak',
          received: '"unlabeled.weak", which is images [16, 4, 4, 3]',
        },
      ],
    })
    expect(refusals(paramsOf(predict), { model: 'student', writes: 'p', on: [] })).toEqual([
      'Expected a list of at least 1 at on, received []',
    ])
  })
})

describe.each(available)('on %s', (backend) => {
  test('a stack is taken apart into its views', async () => {
    await useBackend(backend)
    const views = { a: images(1), b: images(2), c: images(3) }
    const together = tf.tensor5d(
      // Row by row, the three views of each image.
      Float32Array.from(
        [0, 1, 2, 3, 4].flatMap((i) => Object.values(views).flatMap((view) => [...tf.slice(view, i, 1).dataSync()])),
      ),
      [5, 3, 4, 4, 3],
    )
    const of = worldOf(net.init(keyOf(7)))
    expect(difference(rows({ on: 'stack' }, { stack: together }, of), rows({ on: ['a', 'b', 'c'] }, views, of))).toBe(0)
  })
})
