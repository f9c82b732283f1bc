import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { confident } from '../../../../src/kind/step/label/confident.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { paramsOf } from '../../../../src/testing/paramsOf.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { refusals, using } from '../../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

const step = using(confident, { from: 'p', atLeast: 0.75, writes: 'mask' })
const parts = { id: 'train.confident', state: 'train.confident', given: {}, models: {} }
const moment = { step: 0, steps: 1, epoch: 0, key: keyOf(1) }

describe('confident', () => {
  test('writes a mask and logs the share that counts: one of two, at exactly the threshold', () => {
    const p = tf.tensor2d([
      [0.75, 0.25],
      [0.5, 0.5],
    ])
    const { fields, metrics, world } = step.run(parts)({ models: {}, states: {} }, { p }, moment)
    expect([...(fields!['mask'] as tf.Tensor).dataSync()]).toEqual([1, 0])
    expect((metrics!['rate'] as tf.Scalar).dataSync()[0]).toBe(0.5)
    expect(Object.keys(metrics!)).toEqual([...step.metrics!])
    expect(world).toBeUndefined()
  })

  test('declares a mask of as many rows', () =>
    expect(step.infer({ p: { kind: 'distribution', shape: [8, 3] } }, { classes: 3, heads: {}, averages: {} })).toEqual(
      { _tag: 'Right', right: { mask: { kind: 'mask', shape: [8] } } },
    ))

  test.each([-0.1, 1.1])('refuses the threshold %d', (atLeast) =>
    expect(refusals(paramsOf(confident), { from: 'p', atLeast, writes: 'mask' })).toEqual([
      `Expected a number from 0 to 1 at atLeast, received ${atLeast}`,
    ]),
  )
})
