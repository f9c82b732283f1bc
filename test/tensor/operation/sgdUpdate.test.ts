import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { sgdUpdate } from '../../../src/tensor/operation/sgdUpdate.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import type { Tensors } from '../../../src/tensor/tensors.ts'
import { computing } from '../../support/computing.ts'

const numbersOf = (tensors: Tensors): Record<string, number[]> =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]))

const rule = { rate: 0.5, momentum: 0.5, nesterov: false, decay: {} }

describe.each(computing)('sgdUpdate, $name', ({ start }) => {
  beforeAll(start)

  test('adds the decay to the gradient, the velocity to that, and steps along the velocity', () => {
    // w: g' = 1 + 0.5 2 = 2; v' = 0.5 4 + 2 = 4; p' = 2 - 0.5 4 = 0.
    // b, not decayed: g' = 1; v' = 3; p' = 2 - 1.5.
    const tensors = (value: number): Tensors => ({ w: tf.tensor1d([value]), b: tf.scalar(value) })
    const { parameters, velocities } = sgdUpdate(tensors(2), tensors(1), tensors(4), { ...rule, decay: { w: 0.5 } })
    expect(numbersOf(velocities)).toEqual({ w: [4], b: [3] })
    expect(numbersOf(parameters)).toEqual({ w: [0], b: [0.5] })
    expect(parameters['b']!.shape).toEqual([])
  })

  test('looks ahead along the velocity with Nesterov', () => {
    // v' = 0.5 4 + 1 = 3; p' = 2 - 0.5 (1 + 0.5 3) = 0.75.
    const one = (value: number): Tensors => ({ w: tf.scalar(value) })
    const { parameters, velocities } = sgdUpdate(one(2), one(1), one(4), { ...rule, nesterov: true })
    expect(numbersOf(velocities)).toEqual({ w: [3] })
    expect(numbersOf(parameters)).toEqual({ w: [0.75] })
  })

  test('without momentum is plain gradient descent', () => {
    const one = (value: number): Tensors => ({ w: tf.scalar(value) })
    for (const nesterov of [false, true]) {
      const { parameters } = sgdUpdate(one(2), one(1), one(4), { ...rule, momentum: 0, nesterov })
      expect(numbersOf(parameters)).toEqual({ w: [1.5] })
    }
  })

  test('keeps the parameters at rate 0, in new tensors', () => {
    const w = tf.tensor1d([0.1, -3e-8])
    const { parameters } = sgdUpdate({ w }, { w: tf.ones([2]) }, { w: tf.ones([2]) }, { ...rule, rate: 0 })
    expect(numbersOf(parameters)).toEqual(numbersOf({ w }))
    w.dispose()
    expect(parameters['w']!.isDisposed).toBe(false)
  })

  test('updates a record exactly as it updates its parts', () => {
    const make = (seed: number): Tensors => ({
      a: tf.randomNormal([3, 2], 0, 1, 'float32', seed),
      b: tf.randomNormal([5], 0, 1, 'float32', seed + 1),
    })
    const [p, g, v] = [make(1), make(3), make(5)]
    const decay = { a: 0.1 }
    const whole = numbersOf(sgdUpdate(p, g, v, { ...rule, decay }).parameters)
    for (const name of ['a', 'b']) {
      const part = (tensors: Tensors): Tensors => ({ [name]: tensors[name]! })
      expect(numbersOf(sgdUpdate(part(p), part(g), part(v), { ...rule, decay }).parameters)[name]).toEqual(whole[name])
    }
  })

  test('creates two tensors for each parameter and no others, and leaves its inputs alive', () => {
    const make = (): Tensors => ({ w: tf.ones([2, 2]), b: tf.ones([2]) })
    const [p, g, v] = [make(), make(), make()]
    const before = tf.memory().numTensors
    const state = sgdUpdate(p, g, v, { ...rule, nesterov: true, decay: { w: 0.1 } })
    expect(tf.memory().numTensors - before).toBe(4)
    disposeTensors(state)
    expect(tf.memory().numTensors).toBe(before)
    expect([p, g, v].flatMap((tensors) => Object.values(tensors)).some(({ isDisposed }) => isDisposed)).toBe(false)
  })

  test('accepts empty records', () => {
    expect(sgdUpdate({}, {}, {}, rule)).toEqual({ parameters: {}, velocities: {} })
  })

  test('refuses a missing gradient, and one of another shape', () => {
    const w = tf.ones([2, 3])
    expect(() => sgdUpdate({ w }, {}, { w }, rule)).toThrow('Expected a tensor at gradients w, received none')
    expect(() => sgdUpdate({ w }, { w: tf.ones([2, 1]) }, { w }, rule)).toThrow(
      'Expected [2, 3] at gradients w, received [2, 1]',
    )
    expect(() => sgdUpdate({ w }, { w }, { w: tf.ones([3]) }, rule)).toThrow(
      'Expected [2, 3] at velocities w, received [3]',
    )
  })
})
