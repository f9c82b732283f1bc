import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { fold, keyOf } from '../../../src/prelude/key.ts'
import { differentiate } from '../../../src/tensor/differentiate.ts'
import { softmaxCrossEntropy } from '../../../src/tensor/operation/softmaxCrossEntropy.ts'
import { countTensors, handover } from '../../../src/tensor/ownership.ts'
import { available } from '../../support/available.ts'
import { knownNumbers } from '../../support/knownNumbers.ts'
import { useBackend } from '../../support/useBackend.ts'
import { networkOf, ruleOf } from '../../support/vocabulary.ts'

const steps = 40
const net = networkOf({ smallConv: { channels: [8, 16], dropout: 0.2 } }, [8, 8, 1], { label: 2 })
const rule = ruleOf({ adam: { rate: 0.01, decay: 0.001 } })
const kinds = Object.fromEntries(Object.entries(net.parameters).map(([name, { kind }]) => [name, kind]))

/** Noise whose upper half is brighter in one class, and its lower half in the other. */
const batchOf = (size: number): { images: tf.Tensor4D; labels: tf.Tensor2D } =>
  tf.tidy(() => {
    const upper = tf.tensor1d(Array.from({ length: size }, (_, i) => (i % 2 === 0 ? 1 : -1)))
    const half = tf.tensor1d([1, 1, 1, 1, -1, -1, -1, -1])
    const brightness = tf.mul(tf.reshape(upper, [size, 1, 1, 1]), tf.reshape(half, [1, 8, 1, 1]))
    const images = tf.add(knownNumbers([size, 8, 8, 1], 'noise'), tf.mul(brightness, 0.5)) as tf.Tensor4D
    const labels = tf.tensor2d(Array.from({ length: size }, (_, i) => (i % 2 === 0 ? [1, 0] : [0, 1])))
    return { images, labels }
  })

const train = () => {
  const { images, labels } = batchOf(32)
  const start = net.init(keyOf(7))
  let state = { ...start, slots: rule.init(start.parameters) }
  const losses: number[] = []
  const alive: number[] = []
  for (let step = 0; step < steps; step++) {
    const next = tf.tidy(() => {
      const mode = { normalization: 'batch', noise: fold(keyOf(7), step) } as const
      const { value, gradients, also } = differentiate(state.parameters, (parameters) => {
        const { outputs, statistics } = net.apply({ ...state, parameters }, images, mode)
        return { value: tf.mean(softmaxCrossEntropy(outputs['label']!, labels)) as tf.Scalar, also: statistics }
      })
      losses.push(value.dataSync()[0]!)
      const clock = { step, steps, epoch: 0 }
      const updated = rule.apply({
        clock,
        updates: step,
        kinds,
        parameters: state.parameters,
        gradients,
        slots: state.slots,
      })
      return { ...updated, statistics: also }
    })
    state = handover(state, next as typeof state)
    alive.push(tf.memory().numTensors)
  }
  const weights = Object.values(state.parameters).map((tensor) => [...tensor.dataSync()])
  const held = countTensors(state)
  tf.dispose([state, images, labels])
  return { losses, alive, weights, held }
}

// Plain JavaScript takes half a minute for it.
describe.each(available.filter((name) => name !== 'cpu'))('training on %s', (backend) => {
  test('learns, holds the same tensors after every step, and does the same again to the bit', async () => {
    await useBackend(backend)
    const before = tf.memory().numTensors
    const { losses, alive, weights, held } = train()
    expect(losses[0]).toBeGreaterThan(0.5)
    expect(losses.at(-1)).toBeLessThan(0.1)
    expect(new Set(alive)).toEqual(new Set([before + held + 2]))
    expect(tf.memory().numTensors).toBe(before)
    expect(train().weights).toEqual(weights)
  })
})
