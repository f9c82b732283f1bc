import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { pixels } from '../../src/image/raster.ts'
import { rotations } from '../../src/kind/stage/rotations.ts'
import { totalLoss } from '../../src/kind/step/update/totalLoss.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { resultOf } from '../support/either.ts'
import { lookAt } from '../support/look.ts'
import { lossOf, planOf, weightAt } from '../support/pipelines.ts'
import { useBackend } from '../support/useBackend.ts'

const file = 'pipelines/s4l-rotation.yaml'
const classes = 3
const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(1) }

beforeAll(() => useBackend('cpu'))

/**
 * The supervised loss on a picture of class 2 and one of class 0. A picture turned t times has the logits
 * (t, 0, 0): the cross-entropy of class 2 is log(e^t + 2), that of class 0 is t less.
 */
const supervised = async (...settings: readonly string[]): Promise<number> => {
  const plan = planOf(file, classes, ...settings)
  const { stages, batch } = plan.flows['labeled']!
  const turned = stages.find(({ name }) => name === rotations.name)!.use.run({ kept: () => null })
  const weak = pixels(2, 2, 1, (x, y) => x + y)
  const frames = await Promise.all([2, 0].map(async (label) => resultOf(await turned({ weak, label }, moment.key))))
  const { label, share } = batch!.use.collate(batch!.given, new Set(['label', 'share']), { classes })(frames.flat())
  const logits = tf.tensor2d([0, 1, 2, 3, 0, 1, 2, 3].map((turns) => [turns, 0, 0]))
  const look = lookAt(logits, { 'labeled.label': label as tf.Tensor, 'labeled.share': share as tf.Tensor })
  return totalLoss({ supervised: lossOf(plan, 'train')['supervised']! }, look, moment).total.dataSync()[0]!
}

test('the class is learned from all four turns alike', async () => {
  // log(1 + 2) + log(e + 2) + log(e^2 + 2) + log(e^3 + 2) = 1.09861 + 1.55144 + 2.23954 + 3.09491 = 7.98450.
  // With class 0 it is 0 + 1 + 2 + 3 less:
  // (2 * 7.98450 - 6) / 8 = 1.24613
  expect(await supervised()).toBeCloseTo(1.24613, 4)
})

test('or, where turned pictures have no share, from the plain one alone', async () => {
  // log(1 + 2), for either class
  expect(await supervised('turnedShare=0')).toBeCloseTo(Math.log(3), 6)
})

test('the turns weigh 1 together, half of it for each stream', () => {
  const { supervised: _, ...turns } = lossOf(planOf(file), 'train')
  const seen = Object.values(turns).map((term) => ({
    params: term.params,
    weight: weightAt(term, moment),
    mask: term.mask,
  }))
  expect(seen).toMatchObject([
    { params: { of: 'labeled.rotated', target: 'labeled.turn', head: 'rotation' }, weight: 0.5, mask: null },
    { params: { of: 'unlabeled.rotated', target: 'unlabeled.turn', head: 'rotation' }, weight: 0.5, mask: null },
  ])
})
