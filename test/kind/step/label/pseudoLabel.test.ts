import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import type { Unit } from '../../../../src/codec/index.ts'
import { type Batch, tensorOf } from '../../../../src/kind/field/frame.ts'
import { pseudoLabel } from '../../../../src/kind/step/label/pseudoLabel.ts'
import { predict } from '../../../../src/kind/step/predict/predict.ts'
import type { Step } from '../../../../src/kind/step/step.ts'
import { update } from '../../../../src/kind/step/update/update.ts'
import type { World } from '../../../../src/kind/step/world.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { uniforms } from '../../../../src/prelude/random.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { networkOf, ruleOf, using } from '../../../support/vocabulary.ts'

await useBackend('cpu')

const examples = 12
const net = networkOf({ smallConv: { channels: [6] } }, [4, 4, 1], { label: 3 })
const rule = ruleOf({ sgd: { rate: 1, momentum: 0 } })
const parts = {
  id: 'train.step',
  state: 'train.step',
  given: {},
  models: { student: { network: net, optimizer: rule, isFrozen: () => false, averages: [] } },
}
const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(3) }
const weak = tf.tensor4d(uniforms(keyOf(2), examples * 16, -1, 1), [examples, 4, 4, 1])

const start = (): World => {
  const variables = net.init(keyOf(1))
  return {
    models: { student: { ...variables, slots: rule.init(variables.parameters), averages: {}, updates: 0 } },
    states: {},
  }
}

const run = <P>(step: Unit<'step', Step, P>, params: unknown, world: World, batch: Batch) =>
  using(step, params).run(parts)(world, batch, moment)

const asked = (world: World): Batch => ({
  weak,
  ...run(predict, { model: 'student', on: 'weak', writes: 'p', normalization: 'batch' }, world, { weak }).fields,
})

/** The target that the model's own predictions make. */
const targetOf = (world: World, form: 'hard' | 'soft'): tf.Tensor2D =>
  tensorOf(
    run(pseudoLabel, { from: 'p', form, writes: 'target' }, world, asked(world)).fields!,
    'target',
  ) as tf.Tensor2D

const trained = (world: World, loss: object, target: tf.Tensor2D): World =>
  run(update, { model: 'student', loss: { one: loss } }, world, { weak, target }).world!

const bias = 'head/label/bias'
const biasOf = (world: World): readonly number[] => [...world.models['student']!.parameters[bias]!.dataSync()]
const changeOf = (before: World, after: World): number =>
  Math.max(
    ...Object.keys(before.models['student']!.parameters).map((name) => {
      const [from, to] = [before, after].map((world) => world.models['student']!.parameters[name]!)
      return tf.max(tf.abs(tf.sub(to!, from!))).dataSync()[0]!
    }),
  )

const own = { crossEntropy: { of: 'weak', target: 'target' } }

describe('a pseudo-label as a target', () => {
  test('receives no gradient: one that is the prediction itself moves nothing, where the entropy, which has that gradient, does', () => {
    const world = start()
    const soft = targetOf(world, 'soft')
    expect(changeOf(world, trained(world, own, soft))).toBeLessThan(1e-6)
    expect(changeOf(world, trained(world, { entropy: { of: 'weak' } }, soft))).toBeGreaterThan(1e-3)
  })

  test('pulls with p - target: at rate 1 the biases of the classifier move by the mean of that', () => {
    const world = start()
    const hard = targetOf(world, 'hard')
    const slope = [...tf.mean(tf.sub(tensorOf(asked(world), 'p') as tf.Tensor2D, hard), 0).dataSync()]
    const after = biasOf(trained(world, own, hard))
    biasOf(world).forEach((before, i) => {
      expect(after[i]!).toBeCloseTo(before - slope[i]!, 6)
    })
    expect(Math.max(...slope.map(Math.abs))).toBeGreaterThan(0.01)
  })

  test('is made again at each update: with other weights it is another one', () => {
    const world = start()
    const before = targetOf(world, 'hard')
    expect(before.arraySync()).toEqual(targetOf(world, 'hard').arraySync())
    const student = world.models['student']!
    const turned = tf.gather(student.parameters['head/label/kernel']!, [1, 2, 0], 1)
    const parameters = { ...student.parameters, 'head/label/kernel': turned }
    const after = targetOf({ ...world, models: { student: { ...student, parameters } } }, 'hard')
    // The columns of the classifier changed places, and so do its answers.
    expect(after.arraySync()).toEqual(tf.gather(before, [1, 2, 0], 1).arraySync())
    expect(after.arraySync()).not.toEqual(before.arraySync())
  })
})
