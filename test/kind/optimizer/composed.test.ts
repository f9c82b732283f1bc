// Covers src/kind/optimizer/optimizer.ts, src/kind/optimizer/sgd.ts, src/kind/optimizer/adam.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { composed } from '../../../src/kind/optimizer/composed.ts'
import { countTensors } from '../../../src/tensor/ownership.ts'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, ruleOf, vocabulary, written } from '../../support/vocabulary.ts'
import { apart, givenOf, ledTo, randomNumbers, tensorsOf } from './updated.ts'

beforeAll(() => useBackend('cpu'))

const slopes = (seed: number, updates: number) =>
  Array.from({ length: updates }, (_, update) => randomNumbers(seed, `gradients ${update}`))

describe('laws', () => {
  const share = fc.double({ min: 0, max: 0.99, noNaN: true })

  test('`[weightDecay, momentum, rate]` equals `sgd`, with and without Nesterov', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        share,
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.boolean(),
        fc.integer({ min: 1, max: 6 }),
        (seed, momentum, decay, nesterov, updates) => {
          const rate = { linear: { from: 0.2, to: 0.05, end: 4 } }
          const list = [{ weightDecay: { decay } }, { momentum: { momentum, nesterov } }, { rate: { rate } }]
          const [parameters, gradients] = [randomNumbers(seed, 'parameters'), slopes(seed, updates)]
          const whole = { sgd: { rate, momentum, nesterov, decay } }
          return (
            apart(ledTo(list, parameters, gradients).parameters, ledTo(whole, parameters, gradients).parameters) < 1e-6
          )
        },
      ),
      { seed: 75, numRuns: 60 },
    )
  })

  test('one rule alone is that rule', () => {
    const chosen = written(vocabulary.optimizer, 'adam')
    if (!('name' in chosen) || !('rule' in chosen.use)) throw new Error('Expected a whole rule')
    expect(composed(chosen)).toBe(chosen.use.rule)
    expect(composed([chosen])).toBe(chosen.use.rule)
  })
})

describe('a list of parts', () => {
  test('changes the gradient in order: clip 8 to 1, then a quarter of it; or a quarter of 8, clipped to 1', () => {
    const [clip, rate] = [{ clipValue: { value: 1 } }, { rate: { rate: 0.25 } }]
    const led = (list: unknown) => ledTo(list, { kernel: [0] }, [{ kernel: [8] }]).parameters['kernel']
    expect([led([clip, rate]), led([rate, clip])]).toEqual([[-0.25], [-1]])
  })

  test('without a whole rule ends in p - g', () =>
    expect(ledTo([{ clipValue: { value: 2 } }], { kernel: [1] }, [{ kernel: [8] }]).parameters).toEqual({
      kernel: [-1],
    }))

  test('one part alone is a list of one', () =>
    expect(ledTo({ clipValue: { value: 2 } }, { kernel: [1] }, [{ kernel: [8] }]).parameters).toEqual({ kernel: [-1] }))

  test('hands a whole rule what the parts leave: 1 - 0.5 * 2, and the velocity 2', () => {
    const list = [{ clipValue: { value: 2 } }, { sgd: { rate: 0.5, momentum: 0.9 } }]
    const { parameters, slots } = ledTo(list, { kernel: [1] }, [{ kernel: [8] }])
    expect(parameters).toEqual({ kernel: [0] })
    expect(slots).toEqual({ 'rule/velocity/kernel': [2] })
  })

  test('keeps the slots of each place apart, of one part named twice too', () => {
    const list = [{ momentum: { momentum: 0.5 } }, { momentum: { momentum: 0.5 } }, 'adam']
    const { slots } = ledTo(list, { kernel: [0] }, [{ kernel: [2] }, { kernel: [2] }])
    // First 2, then 0.5 * 2 + 2 = 3. Second: 2, then 0.5 * 2 + 3 = 4. Adam's mean: 0.1 * 2, then 0.9 * 0.2 + 0.1 * 4.
    expect(slots['0-momentum/kernel']).toEqual([3])
    expect(slots['1-momentum/kernel']).toEqual([4])
    expect(slots['rule/first/kernel']![0]).toBeCloseTo(0.58, 6)
    expect(Object.keys(slots).sort()).toEqual([
      '0-momentum/kernel',
      '1-momentum/kernel',
      'rule/first/kernel',
      'rule/second/kernel',
    ])
  })

  test('gives every slot again and leaves no other tensor behind', () => {
    const rule = ruleOf([{ clipNorm: { norm: 1 } }, 'lars', 'momentum', 'adaptive', { rate: { rate: 0.1 } }])
    const parameters = tensorsOf(randomNumbers(1, 'parameters'))
    const gradients = tensorsOf(randomNumbers(1, 'gradients'))
    const slots = rule.init(parameters)
    const before = tf.memory().numTensors
    const next = tf.tidy(() => {
      const { parameters: moved, slots: kept } = rule.apply(givenOf(parameters, gradients, slots))
      return { moved: { ...moved }, kept: { ...kept } }
    })
    expect(tf.memory().numTensors - before).toBe(countTensors(next))
    expect(Object.keys(next.kept)).toEqual(Object.keys(slots))
    tf.dispose([parameters, gradients, slots, next])
  })
})

describe('what a file may say', () => {
  test.each([
    [['momentum', 'sgd']],
    [['sgd']],
    [[{ clipNorm: { norm: 1 } }, { weightDecay: { decay: 1e-4 } }, 'adamW']],
    ['momentum'],
  ])('%j', (list) => expect(refusals(vocabulary.optimizer, list)).toEqual([]))

  test.each([
    [
      ['sgd', 'momentum'],
      'Expected a list of parts in which only the last may be a whole optimizer, received ["sgd","momentum"]',
    ],
    [
      ['sgd', 'adam'],
      'Expected a list of parts in which only the last may be a whole optimizer, received ["sgd","adam"]',
    ],
    [[], 'Expected a list of at least 1, received []'],
    [
      [{ rate: { rate: -1 } }],
      'Expected a number of at least 0, or a schedule within that range at 0.rate.rate, received -1',
    ],
    [3, 'Expected an optimizer, or a list of parts, received 3'],
  ])('%j is refused', (list, message) => expect(refusals(vocabulary.optimizer, list)).toEqual([message]))
})
