import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { pixels } from '../../../src/image/raster.ts'
import { linearHead } from '../../../src/kind/network/head.ts'
import type { Network } from '../../../src/kind/network/network.ts'
import type { ModelState } from '../../../src/kind/step/world.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { answer } from '../../../src/run/score/answer.ts'
import type { Way } from '../../../src/run/score/evaluation.ts'
import { useBackend } from '../../support/useBackend.ts'
import { policyOf } from '../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

/** Its four logits are the four pixels, times its only parameter. */
const network: Network = {
  parameters: {},
  statistics: {},
  heads: { label: linearHead(4) },
  init: () => ({ parameters: {}, statistics: {} }),
  apply: ({ parameters, statistics }, images) => {
    const features = tf.reshape<tf.Rank.R2>(images, [-1, 4])
    return { outputs: { label: tf.mul(features, parameters['gain']!) }, features, statistics }
  },
  joint: () => {
    throw new Error('The test has no head of several views')
  },
}

const state = (): ModelState => ({
  parameters: { gain: tf.scalar(1) },
  statistics: {},
  slots: {},
  averages: { average: { parameters: { gain: tf.scalar(2) }, statistics: {} } },
  updates: 0,
})

const turns = (...all: readonly number[]) => all.map((count) => policyOf({ rotate90: { turns: count } }))
const views = { half: turns(0, 2), all: { first: turns(0, 1), next: turns(0, 2) } }

// Bytes 0, 51, 204 and 255 are -1, -0.6, 0.6 and 1.
const image = pixels(2, 2, 1, (x, y) => [0, 51, 204, 255][x + 2 * y]!)
const other = pixels(2, 2, 1, (x) => 255 * x)
const samples = [image, other].map((picture, i) => ({ image: picture, key: keyOf(i) }))

const softmax = (logits: readonly number[]): readonly number[] => {
  const powers = logits.map((z) => Math.exp(z))
  return powers.map((power) => power / powers.reduce((a, b) => a + b, 0))
}

const answers = (ways: readonly Way[]) =>
  answer(network, state(), ways, views)(samples).map((row) => [...row.subarray(0, 4)])

const near = (actual: readonly number[] | undefined, expected: readonly number[]): void =>
  expected.forEach((value, k) => {
    expect(actual![k]).toBeCloseTo(value, 6)
  })

test('the plain picture is itself: its pixels are the logits, doubled by the averaged weights', () => {
  const [raw, average] = answers([
    { weights: 'raw', views: null },
    { weights: 'average', views: null },
  ])
  near(raw, softmax([-1, -0.6, 0.6, 1]))
  near(average, softmax([-2, -1.2, 1.2, 2]))
})

test('over views the logits are averaged: with half a turn (-1 + 1) / 2, (-0.6 + 0.6) / 2 ...; nothing tells the classes apart', () => {
  const [half, all] = answers([
    { weights: 'raw', views: 'half' },
    { weights: 'average', views: 'all' },
  ])
  near(half, [0.25, 0.25, 0.25, 0.25])
  near(all, [0.25, 0.25, 0.25, 0.25])
})

test('the mean is of logits, not of probabilities', () => {
  const quarter = { quarter: turns(0, 1) }
  // A quarter turn of a b / c d is b d / a c: (-1 - 0.6) / 2, (-0.6 + 1) / 2, (0.6 - 1) / 2, (1 + 0.6) / 2.
  const [row] = answer(network, state(), [{ weights: 'raw', views: 'quarter' }], quarter)(samples)
  near([...row!], softmax([-0.8, 0.2, -0.2, 0.8]))
})

test('answers come in the order of the ways, one row for each image, and leave no tensor behind', () => {
  const ways: readonly Way[] = [
    { weights: 'average', views: 'half' },
    { weights: 'raw', views: null },
    { weights: 'raw', views: 'half' },
  ]
  const model = state()
  const before = tf.memory().numTensors
  const all = answer(network, model, ways, views)(samples)
  expect(tf.memory().numTensors).toBe(before)
  expect(all.map(({ length }) => length)).toEqual([8, 8, 8])
  near([...all[1]!.subarray(4)], softmax([-1, 1, -1, 1]))
  near([...all[2]!.subarray(4)], [0.25, 0.25, 0.25, 0.25])
})
