import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Unit } from '../../../../src/codec/index.ts'
import type { Batch } from '../../../../src/kind/field/frame.ts'
import { adversarial } from '../../../../src/kind/step/adversarial.ts'
import { predict } from '../../../../src/kind/step/predict.ts'
import type { Step } from '../../../../src/kind/step/step.ts'
import { update } from '../../../../src/kind/step/update/update.ts'
import type { World } from '../../../../src/kind/step/world.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { uniforms } from '../../../../src/prelude/random.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { networkOf, ruleOf, using } from '../../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(1) }

/** What one update of a small network changes, by name. */
const changedBy = (frozen: readonly string[]): readonly string[] => {
  const step = using(update, {
    model: 'student',
    loss: { supervised: { crossEntropy: { of: 'weak', target: 'label' } } },
  })
  const net = networkOf({ smallConv: { channels: [2, 3] } }, [8, 8, 3], { label: 2 })
  const optimizer = ruleOf({ sgd: { rate: 0.1, momentum: 0.9, decay: 0.1 } })
  const variables = net.init(keyOf(2))
  const student = {
    ...variables,
    slots: optimizer.init(variables.parameters),
    averages: {},
    updates: 0,
  }
  const isFrozen = (name: string): boolean => frozen.some((part) => name.startsWith(part))
  const models = { student: { network: net, optimizer, isFrozen, averages: [] } }
  const parts = { id: 'train.update', state: 'train.update', given: {}, models }
  const batch = {
    weak: tf.tensor4d(uniforms(keyOf(3), 4 * 8 * 8 * 3, -1, 1), [4, 8, 8, 3]),
    label: tf.oneHot(tf.tensor1d([0, 1, 1, 0], 'int32'), 2, 1, 0, 'float32'),
  }
  const { world } = step.run(parts)({ models: { student }, states: {} }, batch, moment)
  const next = world!.models['student']!
  const before = { ...student.parameters, ...student.statistics }
  const after = { ...next.parameters, ...next.statistics }
  return Object.keys(before)
    .filter((name) => before[name]!.dataSync().some((value, i) => value !== after[name]!.dataSync()[i]))
    .sort()
}

/** The slope of a divergence by its logits, from what is said (p) and what should be said (q). */
type Slope = (p: tf.Tensor2D, q: tf.Tensor2D) => tf.Tensor

const forward: Slope = (p, q) => tf.sub(p, q)
// d KL(p || q) / dz_k = p_k (log p_k - log q_k - KL(p || q))
const reverse: Slope = (p, q) => {
  const logs = tf.sub(tf.log(p), tf.log(q))
  return tf.mul(p, tf.sub(logs, tf.sum(tf.mul(p, logs), 1, true)))
}

/** A student of rate 1 that asks itself about images, moves them, and learns from the moved ones what it said of the others. */
const learnsFromItself = (loss: object, slope: Slope) => {
  const net = networkOf({ smallConv: { channels: [6] } }, [4, 4, 1], { label: 3 })
  const optimizer = ruleOf({ sgd: { rate: 1, momentum: 0 } })
  const variables = net.init(keyOf(1))
  const student = { ...variables, slots: optimizer.init(variables.parameters), averages: {}, updates: 0 }
  const models = { student: { network: net, optimizer, isFrozen: () => false, averages: [] } }
  const parts = { id: 'train.step', state: 'train.step', given: {}, models }
  const world: World = { models: { student }, states: {} }
  const run = <P>(step: Unit<'step', Step, P>, params: object, batch: Batch) =>
    using(step, { model: 'student', ...params }).run(parts)(world, batch, moment)
  const batch: Batch = { weak: tf.tensor4d(uniforms(keyOf(2), 12 * 16, -1, 1), [12, 4, 4, 1]) }
  const asked = { normalization: 'batch', on: 'weak', writes: 'said' }
  const said = { ...batch, ...run(predict, asked, batch).fields }
  const moved = {
    ...said,
    ...run(adversarial, { on: 'weak', from: 'said', writes: 'moved', radius: 0.5 }, said).fields,
  }
  const again = run(predict, { ...asked, on: 'moved', writes: 'p' }, moved).fields!['p'] as tf.Tensor2D
  const bias = (of: World) => of.models['student']!.parameters['head/label/bias']!
  return {
    /** How far the biases of the head moved. */
    moved: [...tf.sub(bias(run(update, { loss: { own: loss } }, moved).world!), bias(world)).dataSync()],
    /** How far they should: against the mean slope. */
    expected: [...tf.neg(tf.mean(slope(again, moved['said'] as tf.Tensor2D), 0)).dataSync()],
  }
}

describe('a target that the same network made', () => {
  test.each([
    ['soft label', { crossEntropy: { of: 'moved', target: 'said' } }, forward],
    ['clean prediction of VAT', { klDivergence: { of: 'moved', target: 'said' } }, forward],
    ['the same, reversed', { klDivergence: { of: 'moved', target: 'said', direction: 'reverse' } }, reverse],
  ] as const)('is a constant, through which no gradient leaks: %s', (_name, loss, slope) => {
    const { moved, expected } = learnsFromItself(loss, slope)
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01)
    moved.forEach((distance, i) => {
      expect(distance).toBeCloseTo(expected[i]!, 6)
    })
  })
})

describe('update', () => {
  test('trains every parameter and moves every statistic', () =>
    expect(changedBy([])).toEqual([
      'head/label/bias',
      'head/label/kernel',
      'stage0/conv/kernel',
      'stage0/norm/mean',
      'stage0/norm/offset',
      'stage0/norm/scale',
      'stage0/norm/variance',
      'stage1/conv/kernel',
      'stage1/norm/mean',
      'stage1/norm/offset',
      'stage1/norm/scale',
      'stage1/norm/variance',
    ]))

  test('leaves what is frozen as it is, weight decay and statistics included', () =>
    expect(changedBy(['stage'])).toEqual(['head/label/bias', 'head/label/kernel']))
})
