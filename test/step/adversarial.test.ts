import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { network, networkOf } from '../../src/network/networks.ts'
import type { World } from '../../src/operator/world.ts'
import { keyOf } from '../../src/prelude/key.ts'
import { normals, uniforms } from '../../src/prelude/random.ts'
import { adversarial } from '../../src/step/adversarial.ts'
import { useBackend } from '../support/useBackend.ts'

await useBackend('cpu')

const shape: [number, number, number, number] = [6, 8, 8, 3]
const radius = 0.105
const eps = radius * Math.sqrt(8 * 8 * 3)

const chosen = network.decode({ smallConv: { channels: [8, 8] } })
const params = adversarial.params.decode({ model: 'student', on: 'weak', from: 'clean', writes: 'perturbed', radius })

const student = () => {
  if (chosen._tag === 'Left') throw new Error('Expected the fixtures to decode')
  return networkOf(chosen.right, [8, 8, 3], { label: 4 })
}

const setUp = (change: Partial<{ readonly radius: number; readonly iterations: number }> = {}) => {
  if (params._tag === 'Left') throw new Error('Expected the fixtures to decode')
  const net = student()
  const variables = net.init(keyOf(7))
  const world: World = {
    models: { student: { ...variables, slots: {}, average: { parameters: {}, statistics: {} }, updates: 0 } },
    states: {},
  }
  const images = tf.tensor4d(uniforms(keyOf(8), 6 * 8 * 8 * 3, -1, 1), shape)
  const pass = (x: tf.Tensor4D) =>
    tf.softmax(net.apply(variables, x, { normalization: 'batch', noise: null }).outputs['label']!)
  const clean = pass(images)
  const parts = {
    id: 'train.adversarial',
    given: {},
    models: {
      student: {
        network: net,
        optimizer: { init: () => ({}), apply: () => ({ parameters: {}, slots: {} }) },
        isFrozen: () => false,
      },
    },
  }
  const run = adversarial.run({ ...params.right, ...change }, parts)
  const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(9) }
  const outcome = run(world, { weak: images, clean }, moment)
  const statistics = () => Object.values(variables.statistics).map((tensor) => [...tensor.dataSync()])
  return { images, clean, pass, world, outcome, statistics, perturbed: outcome.fields!['perturbed'] as tf.Tensor4D }
}

const divergence = (clean: tf.Tensor, other: tf.Tensor): number =>
  tf.mean(tf.sum(tf.mul(clean, tf.sub(tf.log(clean), tf.log(other))), 1)).dataSync()[0]!

describe('adversarial', () => {
  it('moves every image by exactly radius * sqrt(height * width * channels)', () => {
    const { images, perturbed } = setUp()
    const moved = tf.sqrt(tf.sum(tf.square(tf.sub(perturbed, images)), [1, 2, 3])).dataSync()
    for (const distance of moved) expect(distance).toBeCloseTo(eps, 4)
  })

  it('changes predictions more than a random move of the same length does', () => {
    const { images, clean, pass, perturbed } = setUp()
    const random = [1, 2, 3, 4, 5].map((seed) => {
      const direction = tf.tensor4d(normals(keyOf(seed), images.size), shape)
      const norm = tf.sqrt(tf.sum(tf.square(direction), [1, 2, 3], true))
      return divergence(clean, pass(tf.add(images, tf.mul(tf.div(direction, norm), eps))))
    })
    const mean = random.reduce((a, b) => a + b) / random.length
    expect(divergence(clean, pass(perturbed))).toBeGreaterThan(2 * mean)
  })

  it('leaves the world, and with it the batch norm statistics, as it was', () => {
    expect(setUp().outcome.world).toBeUndefined()
    expect(setUp({ iterations: 3 }).statistics()).toEqual(
      Object.values(student().init(keyOf(7)).statistics).map((tensor) => [...tensor.dataSync()]),
    )
  })

  it('with radius 0 gives the images themselves, of which the model, by the statistics of the same batch, says the same: KL 0', () => {
    const { images, clean, pass, perturbed } = setUp({ radius: 0 })
    expect(perturbed.dataSync()).toEqual(images.dataSync())
    expect(divergence(clean, pass(perturbed))).toBe(0)
  })

  it('follows a gradient: after a power iteration every image has left its random direction, and one more turns it again', () => {
    // A gradient that float32 has lost would be 0, and so would be the move.
    const [start, once, twice] = [0, 1, 2].map((iterations) => {
      const { images, perturbed } = setUp({ iterations })
      return tf.div(tf.sub(perturbed, images), eps)
    })
    const cosines = (a: tf.Tensor, b: tf.Tensor) => [...tf.sum(tf.mul(a, b), [1, 2, 3]).dataSync()]
    for (const cosine of [...cosines(start!, once!), ...cosines(once!, twice!)]) {
      expect(Math.abs(cosine)).toBeLessThan(0.99)
    }
    for (const length of cosines(once!, once!)) expect(length).toBeCloseTo(1, 4)
  })

  it('is deterministic in its key', () => {
    expect(setUp().perturbed.dataSync()).toEqual(setUp().perturbed.dataSync())
  })

  it('refuses a probe that float32 would lose', () => {
    const decoded = adversarial.params.decode({ model: 'm', on: 'a', from: 'b', writes: 'c', probe: 1e-6 })
    expect(decoded._tag === 'Left' && decoded.left[0]?.message).toBe('a number of at least 0.01')
  })
})
