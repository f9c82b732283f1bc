import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { adversarial } from '../../../src/kind/step/adversarial.ts'
import type { World } from '../../../src/kind/step/world.ts'
import { type Key, keyOf } from '../../../src/prelude/key.ts'
import { normals, uniforms } from '../../../src/prelude/random.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { useBackend } from '../../support/useBackend.ts'
import { networkOf, refusals, written } from '../../support/vocabulary.ts'

await useBackend('cpu')

const shape: [number, number, number, number] = [6, 8, 8, 3]
const radius = 0.105
const eps = radius * Math.sqrt(8 * 8 * 3)

const params = { model: 'student', on: 'weak', from: 'clean', writes: 'perturbed', radius }

const student = () => networkOf({ smallConv: { channels: [8, 8] } }, [8, 8, 3], { label: 4 })

const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(9) }

interface Change {
  readonly radius?: number
  readonly iterations?: number
  readonly probe?: number
  readonly direction?: 'forward' | 'reverse'
}

/** @param times the factor of all logits */
const setUp = (change: Change = {}, times = 1) => {
  const net = student()
  const initial = net.init(keyOf(7))
  // The bias starts at 0.
  const kernel = tf.mul(initial.parameters['head/label/kernel']!, times)
  const variables = { ...initial, parameters: { ...initial.parameters, 'head/label/kernel': kernel } }
  const world: World = {
    models: { student: { ...variables, slots: {}, averages: {}, updates: 0 } },
    states: {},
  }
  const images = tf.tensor4d(uniforms(keyOf(8), 6 * 8 * 8 * 3, -1, 1), shape)
  const pass = (x: tf.Tensor4D) =>
    tf.softmax(net.apply(variables, x, { normalization: 'batch', noise: null }).outputs['label']!)
  const clean = pass(images)
  const parts = {
    id: 'train.adversarial',
    state: 'train.adversarial',
    given: {},
    models: {
      student: {
        network: net,
        optimizer: { init: () => ({}), apply: () => ({ parameters: {}, slots: {} }) },
        isFrozen: () => false,
        averages: [],
      },
    },
  }
  const run = adversarial.use({ ...written(paramsOf(adversarial), params), ...change }).run(parts)
  const outcome = run(world, { weak: images, clean }, moment)
  const statistics = () => Object.values(variables.statistics).map((tensor) => [...tensor.dataSync()])
  return { images, clean, pass, world, outcome, statistics, perturbed: outcome.fields!['perturbed'] as tf.Tensor4D }
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b) / numbers.length

/** KL(p || q), on average over the images. */
const divergence = (p: tf.Tensor, q: tf.Tensor): tf.Scalar =>
  tf.mean(tf.sum(tf.mul(p, tf.sub(tf.log(p), tf.log(q))), 1))

const changes = {
  forward: (clean: tf.Tensor, moved: tf.Tensor) => divergence(clean, moved),
  reverse: (clean: tf.Tensor, moved: tf.Tensor) => divergence(moved, clean),
} as const

const lengths = (images: tf.Tensor): tf.Tensor => tf.sqrt(tf.sum(tf.square(images), [1, 2, 3], true))
const unit = (images: tf.Tensor): tf.Tensor4D => tf.div(images, lengths(images))
const cosines = (a: tf.Tensor, b: tf.Tensor) => [...tf.sum(tf.mul(unit(a), unit(b)), [1, 2, 3]).dataSync()]
const randomMove = (key: Key): tf.Tensor4D => tf.mul(unit(tf.tensor4d(normals(key, 6 * 8 * 8 * 3), shape)), eps)

describe('adversarial', () => {
  test.each([1, 30])(
    'moves every image by exactly radius * sqrt(height * width * channels), logits times %i',
    (times) => {
      const { images, perturbed } = setUp({}, times)
      for (const distance of lengths(tf.sub(perturbed, images)).dataSync()) expect(distance).toBeCloseTo(eps, 4)
    },
  )

  test.each([0, 1000])('leaves images as they are where float32 has lost the gradient: logits times %i', (times) => {
    const { images, perturbed } = setUp({}, times)
    expect(perturbed.dataSync()).toEqual(images.dataSync())
  })

  test.each(['forward', 'reverse'] as const)(
    'changes predictions more than random moves of that length (%s)',
    (direction) => {
      const { images, clean, pass, perturbed } = setUp({ direction })
      const change = (moved: tf.Tensor4D): number => changes[direction](clean, pass(moved)).dataSync()[0]!
      const random = [1, 2, 3, 4, 5].map((seed) => change(tf.add(images, randomMove(keyOf(seed)))))
      expect(change(perturbed)).toBeGreaterThan(2 * mean(random))
    },
  )

  test.each([
    ['forward', 'reverse'],
    ['reverse', 'forward'],
  ] as const)('follows the gradient of the %s divergence, not of the %s one', (direction, other) => {
    // Near the images both have one gradient: hence a long trial, and logits times 10.
    const { images, clean, pass, perturbed } = setUp({ direction, probe: eps }, 10)
    const trial = tf.add(images, randomMove(moment.key))
    const along = (one: keyof typeof changes): readonly number[] =>
      cosines(tf.sub(perturbed, images), tf.grad((x: tf.Tensor) => changes[one](clean, pass(x as tf.Tensor4D)))(trial))
    expect(Math.min(...along(direction))).toBeGreaterThan(0.99999)
    expect(Math.min(...along(other))).toBeLessThan(0.99)
  })

  test('leaves the world, and with it the batch norm statistics, as it was', () => {
    expect(setUp().outcome.world).toBeUndefined()
    expect(setUp({ iterations: 3 }).statistics()).toEqual(
      Object.values(student().init(keyOf(7)).statistics).map((tensor) => [...tensor.dataSync()]),
    )
  })

  test('with radius 0 gives the images themselves, of which the model, by the statistics of the same batch, says the same: KL 0', () => {
    const { images, clean, pass, perturbed } = setUp({ radius: 0 })
    expect(perturbed.dataSync()).toEqual(images.dataSync())
    expect(divergence(clean, pass(perturbed)).dataSync()[0]).toBe(0)
  })

  test('follows a gradient: after a power iteration every image has left its random direction, and one more turns it again', () => {
    // A gradient that float32 has lost would be 0, and so would be the move.
    const [start, once, twice] = [0, 1, 2].map((iterations) => {
      const { images, perturbed } = setUp({ iterations })
      return tf.sub(perturbed, images)
    })
    for (const cosine of [...cosines(start!, once!), ...cosines(once!, twice!)]) {
      expect(Math.abs(cosine)).toBeLessThan(0.99)
    }
    for (const length of lengths(once!).dataSync()) expect(length).toBeCloseTo(eps, 4)
  })

  test('is deterministic in its key', () => {
    expect(setUp().perturbed.dataSync()).toEqual(setUp().perturbed.dataSync())
  })

  test('refuses a probe that float32 would lose', () => {
    expect(refusals(paramsOf(adversarial), { ...params, probe: 1e-6 })).toEqual([
      'Expected a number of at least 0.01 at probe, received 0.000001',
    ])
  })
})
