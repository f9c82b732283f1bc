import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { adamUpdate } from '../../../src/tensor/operation/adamUpdate.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import type { Tensors } from '../../../src/tensor/tensors.ts'
import { computing } from '../../support/computing.ts'

const one = (value: number): Tensors => ({ w: tf.scalar(value) })
const numberOf = (tensors: Tensors): number => tensors['w']!.dataSync()[0]!
const rule = { rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, step: 1, decay: {}, decoupled: false }

describe.each(computing)('adamUpdate, $name', ({ start }) => {
  beforeAll(start)

  test('steps by the rate along the sign of the first gradient, whatever its size', () => {
    // m' = 0.1 g, corrected g; s' = 0.01 g^2, corrected g^2: the step is rate g / |g|.
    for (const gradient of [1e-3, 5, -200]) {
      const { parameters, first, second } = adamUpdate(one(2), one(gradient), one(0), one(0), rule)
      expect(numberOf(parameters)).toBeCloseTo(2 - 0.1 * Math.sign(gradient), 5)
      expect(numberOf(first) / gradient).toBeCloseTo(0.1, 6)
      expect(numberOf(second) / gradient ** 2).toBeCloseTo(0.01, 6)
    }
  })

  test('corrects both averages by the number of the step', () => {
    // m' = 0.9 1 + 0.1 2 = 1.1; s' = 0.99 1 + 0.01 4 = 1.03.
    // Step 3: 1 - 0.9^3 = 0.271, 1 - 0.99^3 = 0.029701.
    // p' = 2 - 0.1 (1.1 / 0.271) / sqrt(1.03 / 0.029701) = 2 - 0.405904 / 5.888899 = 1.931073.
    const { parameters, first, second } = adamUpdate(one(2), one(2), one(1), one(1), { ...rule, step: 3 })
    expect(numberOf(first)).toBeCloseTo(1.1, 6)
    expect(numberOf(second)).toBeCloseTo(1.03, 6)
    expect(numberOf(parameters)).toBeCloseTo(1.931073, 5)
  })

  test('adds epsilon after the root', () => {
    // g = 1: p' = 2 - 0.1 1 / (1 + 1) = 1.95.
    expect(numberOf(adamUpdate(one(2), one(1), one(0), one(0), { ...rule, epsilon: 1 }).parameters)).toBeCloseTo(
      1.95,
      6,
    )
  })

  test('adds the decay to the gradient, or decoupled shrinks the parameter by rate times decay', () => {
    // Coupled: g' = 0 + 0.5 2 = 1, a full step to 1.9, m' = 0.1.
    // Decoupled: p (1 - 0.1 0.5) = 1.9 with g = 0, m' = 0.
    const coupled = adamUpdate(one(2), one(0), one(0), one(0), { ...rule, decay: { w: 0.5 } })
    const decoupled = adamUpdate(one(2), one(0), one(0), one(0), { ...rule, decay: { w: 0.5 }, decoupled: true })
    expect(numberOf(coupled.parameters)).toBeCloseTo(1.9, 6)
    expect(numberOf(coupled.first)).toBeCloseTo(0.1, 6)
    expect(numberOf(decoupled.parameters)).toBeCloseTo(1.9, 6)
    expect(numberOf(decoupled.first)).toBe(0)
  })

  test('leaves the parameters alone if gradient and averages are zero, or if the rate is', () => {
    expect(numberOf(adamUpdate(one(2), one(0), one(0), one(0), rule).parameters)).toBe(2)
    const still = { ...rule, rate: 0, decay: { w: 0.5 }, decoupled: true }
    expect(numberOf(adamUpdate(one(2), one(3), one(0), one(0), still).parameters)).toBe(2)
  })

  test('creates three tensors for each parameter and no others, and leaves its inputs alive', () => {
    const make = (): Tensors => ({ w: tf.ones([2, 2]), b: tf.ones([2]) })
    const [p, g, m, s] = [make(), make(), make(), make()]
    const before = tf.memory().numTensors
    const state = adamUpdate(p, g, m, s, { ...rule, decay: { w: 0.1 }, decoupled: true })
    expect(tf.memory().numTensors - before).toBe(6)
    disposeTensors({ ...state })
    expect(tf.memory().numTensors).toBe(before)
    expect([p, g, m, s].flatMap((tensors) => Object.values(tensors)).some(({ isDisposed }) => isDisposed)).toBe(false)
  })

  test('accepts empty records', () => {
    expect(adamUpdate({}, {}, {}, {}, rule)).toEqual({ parameters: {}, first: {}, second: {} })
  })

  test('refuses a missing tensor, and one of another shape', () => {
    const w = tf.ones([2])
    expect(() => adamUpdate({ w }, {}, { w }, { w }, rule)).toThrow('Expected a tensor at gradients w, received none')
    expect(() => adamUpdate({ w }, { w }, { w: tf.ones([1]) }, { w }, rule)).toThrow(
      'Expected [2] at first w, received [1]',
    )
    expect(() => adamUpdate({ w }, { w }, { w }, { w: tf.ones([1, 2]) }, rule)).toThrow(
      'Expected [2] at second w, received [1, 2]',
    )
  })
})
