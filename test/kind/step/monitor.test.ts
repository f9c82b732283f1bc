import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { monitor } from '../../../src/kind/step/monitor.ts'
import type { World } from '../../../src/kind/step/world.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { useBackend } from '../../support/useBackend.ts'

await useBackend('cpu')

const parts = {
  id: 'train.monitor',
  state: 'train.monitor',
  given: { p: { kind: 'distribution', shape: [2, 2] } },
  models: {},
} as const
const params = { from: 'p', decay: 0.5, warnAbove: 0.7, warnBelow: 0, state: null }
const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(1) }

const start = (): World => ({ models: {}, states: { [parts.state]: monitor.use(params).state!.start(parts) } })
const see = (world: World, rows: number[][], change: Partial<typeof params> = {}) =>
  monitor.use({ ...params, ...change }).run(parts)(world, { p: tf.tensor2d(rows) }, moment)
const metric = (value: number | tf.Scalar | undefined): number =>
  typeof value === 'object' ? value.dataSync()[0]! : (value ?? Number.NaN)

describe('monitor', () => {
  test('logs the mean entropy: (0 + log 2) / 2', () => {
    const { metrics } = see(start(), [
      [1, 0],
      [0.5, 0.5],
    ])
    expect(metric(metrics?.['entropy'])).toBeCloseTo(Math.log(2) / 2, 6)
  })

  test('keeps a moving histogram of the predicted classes: 0.5 * (1/2, 1/2) + 0.5 * (1, 0)', () => {
    const { metrics } = see(start(), [
      [0.9, 0.1],
      [0.8, 0.2],
    ])
    expect(metrics?.['largest']).toBeCloseTo(0.75, 6)
    // exp(3/4 log 4/3 + 1/4 log 4) = 4 / 3^(3/4)
    expect(metric(metrics?.['classes'])).toBeCloseTo(4 / 3 ** 0.75, 5)
  })

  test('counts as many classes as are predicted equally often: both, at the start', () => {
    const { metrics } = see(start(), [
      [0.9, 0.1],
      [0.1, 0.9],
    ])
    expect(metric(metrics?.['classes'])).toBeCloseTo(2, 5)
  })

  test('warns once, when one class passes the share', () => {
    const one = [
      [0.9, 0.1],
      [0.8, 0.2],
    ]
    const first = see(start(), one)
    expect(first.warnings).toEqual(['75 % of the predictions on p are one class; the model may be collapsing'])
    expect(see(first.world!, one).warnings).toEqual([])
  })

  test('logs the mean confidence: (0.9 + 0.6) / 2; from 1 / classes to 1', () => {
    const confidence = (rows: number[][]) => metric(see(start(), rows).metrics?.['confidence'])
    expect(
      confidence([
        [0.9, 0.1],
        [0.4, 0.6],
      ]),
    ).toBeCloseTo(0.75, 6)
    expect(confidence([[0.5, 0.5]])).toBeCloseTo(0.5, 6)
    expect(confidence([[0, 1]])).toBe(1)
  })

  const certain = [
    [1, 0],
    [0, 1],
  ]
  const equal = [[0.5, 0.5]]

  test('warns once, when the moving mean of the entropy, from log K at the start, falls below its share: 1/2, then 1/4', () => {
    const first = see(start(), certain, { warnBelow: 0.3 })
    expect(first.warnings).toEqual([])
    const second = see(first.world!, certain, { warnBelow: 0.3 })
    expect(second.warnings).toEqual([
      'the predictions on p have 25.0 % of the entropy of equal ones; the model may be collapsing',
    ])
    expect(see(second.world!, certain, { warnBelow: 0.3 }).warnings).toEqual([])
  })

  test('warns again after it recovered: 1/4, (1/4 + 1) / 2, 5/16', () => {
    let world = start()
    const warnings = [certain, certain, equal, certain].map((rows) => {
      const outcome = see(world, rows, { warnAbove: 1, warnBelow: 0.4 })
      world = outcome.world!
      return outcome.warnings!.length
    })
    expect(warnings).toEqual([0, 1, 0, 1])
  })

  test('does not warn of certainty with `warnBelow: 0`, and with 1 of anything but equal probabilities', () => {
    expect(see(see(start(), certain).world!, certain).warnings).toEqual([])
    expect(see(start(), equal, { warnAbove: 1, warnBelow: 1 }).warnings).toEqual([])
    expect(see(start(), [[0.6, 0.4]], { warnAbove: 1, warnBelow: 1 }).warnings).toHaveLength(1)
  })

  test('keeps its state under the name that the file gives it, so that two steps share it', () => {
    const named = monitor.use({ ...params, state: 'memory' })
    expect(monitor.use(params).state!.name).toBeNull()
    expect(named.state!.name).toBe('memory')
    const shared = { ...parts, state: 'memory' }
    const world: World = { models: {}, states: { memory: named.state!.start(shared), other: { kept: tf.scalar(1) } } }
    const batch = { p: tf.tensor2d([[0.9, 0.1]]) }
    const first = named.run(shared)(world, batch, moment).world!
    const second = monitor.use({ ...params, state: 'memory' }).run({ ...shared, id: 'train.again' })(
      first,
      batch,
      moment,
    )
    const histogram = (of: World) => [...of.states['memory']!['histogram']!.dataSync()]
    // (1/2, 1/2), then half of that and half of (1, 0), twice.
    expect([histogram(world), histogram(first), histogram(second.world!)]).toEqual([
      [0.5, 0.5],
      [0.75, 0.25],
      [0.875, 0.125],
    ])
    expect(second.world!.states['other']).toBe(world.states['other'])
  })

  test('logs what it declares', () =>
    expect(Object.keys(see(start(), [[0.9, 0.1]]).metrics!)).toEqual([...monitor.use(params).metrics!]))

  test('does not warn while predictions are spread', () => {
    const spread = [
      [0.9, 0.1],
      [0.1, 0.9],
    ]
    expect(see(start(), spread).warnings).toEqual([])
  })
})
