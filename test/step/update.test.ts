import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { decode } from '../../src/codec/index.ts'
import { network, networkOf } from '../../src/network/networks.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { uniforms } from '../../src/prelude/random.ts'
import { update } from '../../src/step/update.ts'
import { optimizerOf } from '../../src/update/optimizers.ts'
import { resultsOf } from '../support/either.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(1) }

/** What one update of a small network changes, by name. */
const changedBy = (frozen: readonly string[]): readonly string[] => {
  const params = resultsOf(
    decode(update.params)({
      model: 'student',
      loss: { supervised: { crossEntropy: { of: 'weak', target: 'label' } } },
    }),
  )
  const net = networkOf(resultsOf(decode(network)({ smallConv: { channels: [2, 3] } })), [8, 8, 3], { label: 2 })
  const optimizer = optimizerOf({
    name: 'sgd',
    params: { rate: 0.1, momentum: 0.9, damped: false, nesterov: false, decay: 0.1 },
  })
  const variables = net.init(keyOf(2))
  const student = {
    ...variables,
    slots: optimizer.init(variables.parameters),
    average: { parameters: {}, statistics: {} },
    updates: 0,
  }
  const isFrozen = (name: string): boolean => frozen.some((part) => name.startsWith(part))
  const parts = { id: 'train.update', given: {}, models: { student: { network: net, optimizer, isFrozen } } }
  const batch = {
    weak: tf.tensor4d(uniforms(keyOf(3), 4 * 8 * 8 * 3, -1, 1), [4, 8, 8, 3]),
    label: tf.oneHot(tf.tensor1d([0, 1, 1, 0], 'int32'), 2, 1, 0, 'float32'),
  }
  const { world } = update.run(params, parts)({ models: { student }, states: {} }, batch, moment)
  const next = world!.models['student']!
  const before = { ...student.parameters, ...student.statistics }
  const after = { ...next.parameters, ...next.statistics }
  return Object.keys(before)
    .filter((name) => before[name]!.dataSync().some((value, i) => value !== after[name]!.dataSync()[i]))
    .sort()
}

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
