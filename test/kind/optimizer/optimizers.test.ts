import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import reference from '../../../fixtures/reference/updates.json' with { type: 'json' }
import { countTensors } from '../../../src/tensor/ownership.ts'
import type { Tensors } from '../../../src/tensor/tensors.ts'
import { available } from '../../support/available.ts'
import { useBackend } from '../../support/useBackend.ts'
import { ruleOf } from '../../support/vocabulary.ts'

const kinds = { kernel: 'kernel', bias: 'bias' } as const

const tensorsOf = (numbers: { readonly kernel: number[][]; readonly bias: number[] }): Tensors => ({
  kernel: tf.tensor2d(numbers.kernel),
  bias: tf.tensor1d(numbers.bias),
})

const clockAt = (step: number) => ({ step, steps: reference.rates.length, epoch: 0 })

/** The same optimizer at another rate: those of the reference follow no schedule. */
const withRate = (given: object, rate: number): unknown => {
  const [[name, params]] = Object.entries(given) as [[string, object]]
  return { [name]: { ...params, rate } }
}

describe.each(available)('optimizers on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  test.each(reference.cases)(
    '$label goes where the optimizer of PyTorch goes, step by step',
    ({ optimizer, after }) => {
      tf.tidy(() => {
        let parameters = tensorsOf(reference.start)
        let slots = ruleOf(withRate(optimizer, 1)).init(parameters)
        reference.rates.forEach((rate, step) => {
          const gradients = tensorsOf(reference.gradients[step]!)
          const given = { clock: clockAt(step), updates: step, kinds, parameters, gradients, slots }
          const next = ruleOf(withRate(optimizer, rate)).apply(given)
          parameters = next.parameters
          slots = next.slots
          const expected = tensorsOf(after[step]!)
          for (const name of ['kernel', 'bias'])
            expect(tf.max(tf.abs(tf.sub(parameters[name]!, expected[name]!))).dataSync()[0]).toBeLessThan(1e-5)
        })
      })
    },
  )

  test.each(reference.cases)(
    '$label makes new tensors and no others, and leaves those that it was given',
    ({ optimizer }) => {
      const rule = ruleOf(withRate(optimizer, 0.1))
      const parameters = tensorsOf(reference.start)
      const gradients = tensorsOf(reference.gradients[0]!)
      const slots = rule.init(parameters)
      const before = tf.memory().numTensors
      const next = rule.apply({ clock: clockAt(0), updates: 0, kinds, parameters, gradients, slots })
      expect(tf.memory().numTensors - before).toBe(countTensors(next))
      expect(Object.keys(next.slots)).toEqual(Object.keys(slots))
      expect([parameters, gradients, slots].flatMap(Object.values).some((tensor: tf.Tensor) => tensor.isDisposed)).toBe(
        false,
      )
      tf.dispose([parameters, gradients, slots, next])
    },
  )
})

describe('what a file may say', () => {
  test.each([
    [
      { sgd: { momentum: 1 } },
      'Expected a number from 0 to below 1, or a schedule within that range at sgd.momentum, received 1',
    ],
    [
      { sgd: { momentum: { linear: { from: 0.5, to: 1, end: 9 } } } },
      'Expected a number from 0 to below 1, or a schedule within that range at sgd.momentum, received {"linear":{"from":0.5,"to":1,"end":9}}',
    ],
    [
      { sgd: { momentum: { cosine: { peak: 1 } } } },
      'Expected a number from 0 to below 1, or a schedule within that range at sgd.momentum, received {"cosine":{"peak":1}}',
    ],
    [{ sgd: { decay: -0.1 } }, 'Expected a number of at least 0 at sgd.decay, received -0.1'],
    [{ adam: { beta2: 1 } }, 'Expected a number from 0 to below 1 at adam.beta2, received 1'],
    [{ adam: { epsilon: -1 } }, 'Expected a number of at least 0 at adam.epsilon, received -1'],
    [
      { sgd: { rate: -0.1 } },
      'Expected a number of at least 0, or a schedule within that range at sgd.rate, received -0.1',
    ],
    [
      'adamw',
      'Expected an optimizer: one of sgd, adam, adamW, clipNorm, clipValue, weightDecay, lars, momentum, adaptive, rate, received "adamw"; did you mean "adamW"?',
    ],
  ])('%j is refused', (given, message) => {
    expect(() => ruleOf(given)).toThrow(message)
  })
})

describe('laws', () => {
  beforeAll(() => useBackend('cpu'))

  test('sgd without momentum and decay takes the rate times the gradient', () => {
    // 1 - 0.5 * 3 = -0.5
    tf.tidy(() => {
      const rule = ruleOf({ sgd: { rate: 0.5, momentum: 0 } })
      const parameters = { a: tf.scalar(1) }
      const slots = rule.init(parameters)
      const given = { clock: clockAt(0), updates: 0, kinds: { a: 'bias' as const }, parameters, slots }
      expect(rule.apply({ ...given, gradients: { a: tf.scalar(3) } }).parameters['a']!.dataSync()[0]).toBe(-0.5)
    })
  })

  test('the first step of adam has the size of the rate, whatever the gradient', () => {
    tf.tidy(() => {
      const rule = ruleOf({ adam: { rate: 0.01 } })
      const parameters = { a: tf.tensor1d([0, 0, 0]) }
      const given = {
        clock: clockAt(0),
        updates: 0,
        kinds: { a: 'kernel' as const },
        parameters,
        slots: rule.init(parameters),
      }
      const moved = rule
        .apply({ ...given, gradients: { a: tf.tensor1d([100, -0.001, 1]) } })
        .parameters['a']!.dataSync()
      expect([...moved].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([-0.01, 0.01, -0.01])
    })
  })

  test('decay acts on kernels, not on biases, scales and offsets', () => {
    tf.tidy(() => {
      const rule = ruleOf({ sgd: { rate: 1, momentum: 0, decay: 0.25 } })
      const kinds = { k: 'kernel', b: 'bias', s: 'scale', o: 'offset' } as const
      const all = (value: number): Tensors =>
        Object.fromEntries(Object.keys(kinds).map((name) => [name, tf.scalar(value)]))
      const parameters = all(2)
      const next = rule.apply({
        clock: clockAt(0),
        updates: 0,
        kinds,
        parameters,
        gradients: all(0),
        slots: rule.init(parameters),
      })
      // 2 - 1 * 0.25 * 2 = 1.5
      expect(Object.values(next.parameters).map((tensor) => tensor.dataSync()[0])).toEqual([1.5, 2, 2, 2])
    })
  })
})
