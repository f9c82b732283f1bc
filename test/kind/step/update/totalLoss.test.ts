import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { output, scalarOf } from '../../../../src/kind/loss/input.ts'
import { defineLoss } from '../../../../src/kind/loss/loss.ts'
import { builtIn } from '../../../../src/kind/registry.ts'
import type { Look } from '../../../../src/kind/step/update/forward.ts'
import type { Term } from '../../../../src/kind/step/update/term.ts'
import { lossesOf, totalLoss } from '../../../../src/kind/step/update/totalLoss.ts'
import { vocabularyOf } from '../../../../src/kind/vocabulary.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { vocabulary, written } from '../../../support/vocabulary.ts'

await useBackend('cpu')

const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(1) }

const term = (over: 'all' | 'kept', mask: string | null, weight: unknown = 1): Term =>
  written(vocabulary.term, { crossEntropy: { of: 'view', target: 'target' }, weight, mask, over })

/** Two classes: the loss of logits (z, 0) with the first class as target is log(1 + e^-z). */
const logits = tf.tensor2d([
  [0, 0],
  [2, 0],
])
const look = (mask: tf.Tensor, output: tf.Tensor2D = logits): Look => ({
  output: () => output,
  field: (name) =>
    name === 'mask'
      ? mask
      : tf.tensor2d([
          [1, 0],
          [1, 0],
        ]),
})
const losses = [Math.log(2), Math.log(1 + Math.exp(-2))] as const
const value = (chosen: Term, mask: tf.Tensor = tf.tensor1d([0, 1])): number =>
  totalLoss({ one: chosen }, look(mask), moment).total.dataSync()[0]!

describe('totalLoss', () => {
  test('is the mean of all examples without a mask', () => {
    expect(value(term('all', null))).toBeCloseTo((losses[0] + losses[1]) / 2, 6)
  })

  test('divides by all examples, those that do not count adding 0', () => {
    expect(value(term('all', 'mask'))).toBeCloseTo(losses[1] / 2, 6)
  })

  test('or by the weight that the mask keeps; 0 where it keeps nothing', () => {
    expect(value(term('kept', 'mask'))).toBeCloseTo(losses[1], 6)
    expect(value(term('kept', 'mask'), tf.tensor1d([0, 0]))).toBe(0)
  })

  test('counts a quarter of an example as a quarter', () => {
    const quarter = tf.tensor1d([1, 0.25])
    // 1 * log 2 + 0.25 * log(1 + e^-2) = 0.6931472 + 0.25 * 0.1269280 = 0.7248792, of 1.25 that are kept, or of 2
    expect(value(term('kept', 'mask'), quarter)).toBeCloseTo(0.5799033, 6)
    expect(value(term('all', 'mask'), quarter)).toBeCloseTo(0.3624396, 6)
  })

  test('weighs the sum, and tells each term before its weight', () => {
    const { total, terms } = totalLoss({ one: term('all', null, 3) }, look(tf.tensor1d([0, 1])), moment)
    expect(total.dataSync()[0]).toBeCloseTo((3 * (losses[0] + losses[1])) / 2, 5)
    expect(terms['one']?.dataSync()[0]).toBeCloseTo((losses[0] + losses[1]) / 2, 6)
  })

  test('weighs by a scalar field, and by a schedule at its step', () => {
    const fields: Readonly<Record<string, tf.Tensor>> = { weight: tf.scalar(0.25) }
    const mean = (losses[0] + losses[1]) / 2
    const weighed = (weight: unknown, step = 0) => {
      const { field, ...rest } = look(tf.tensor1d([0, 1]))
      const seen: Look = { ...rest, field: (name) => fields[name] ?? field(name) }
      return totalLoss({ one: term('all', null, weight) }, seen, { ...moment, step }).total.dataSync()[0]!
    }
    expect(weighed('weight')).toBeCloseTo(0.25 * mean, 6)
    // At step 5 of a ramp to 2 over 10 steps the weight is 1.
    expect(weighed({ linear: { to: 2, end: 10 } }, 5)).toBeCloseTo(mean, 6)
  })

  test('gives a loss a scalar as a number, as a schedule or as a field', () => {
    const scaled = defineLoss({
      name: 'scaled',
      summary: 'the first logit times a number',
      inputs: { logits: output(), factor: scalarOf('the number') },
      perExample:
        () =>
        ({ logits: given, factor }) =>
          tf.mul(tf.reshape(tf.slice(given, [0, 0], [-1, 1]), [-1]), factor) as tf.Tensor1D,
    })
    const vocabularyWith = vocabularyOf({ ...builtIn, loss: { scaled } })
    const first = (factor: unknown, step = 0) => {
      const one = written(vocabularyWith.term, { scaled: { of: 'view', factor } })
      const seen: Look = { output: () => logits, field: () => tf.scalar(7) }
      return [...lossesOf(one, seen, { ...moment, step }).dataSync()]
    }
    // The logits are 0 and 2.
    expect(first(3)).toEqual([0, 6])
    expect(first({ linear: { to: 10, end: 10 } }, 4)).toEqual([0, 8])
    expect(first('seven')).toEqual([0, 14])
  })

  test('adds its terms, each with its own weight', () => {
    const two = { one: term('all', null, 3), other: term('all', 'mask', 0.5) }
    const { total, terms } = totalLoss(two, look(tf.tensor1d([0, 1])), moment)
    expect(total.dataSync()[0]).toBeCloseTo((3 * (losses[0] + losses[1])) / 2 + (0.5 * losses[1]) / 2, 5)
    expect(Object.keys(terms)).toEqual(['one', 'other'])
  })

  test('refuses a mask that would broadcast over the batch', () => {
    expect(() => value(term('all', 'mask'), tf.tensor2d([[0], [1]]))).toThrow(
      'Expected [batch 2] at the mask mask, received [2, 1]',
    )
  })

  test('gives an example whose mask is 0 no gradient', () => {
    const slope = tf.grad(
      (z) => totalLoss({ one: term('all', 'mask') }, look(tf.tensor1d([0, 1]), z as tf.Tensor2D), moment).total,
    )
    const [first, second, third] = slope(logits).dataSync()
    expect(Math.abs(first!) + Math.abs(second!)).toBe(0)
    expect(third).not.toBe(0)
  })
})

describe('a loss that does not give one number for each example is refused', () => {
  const returning = (result: tf.Tensor): Term => {
    const unit = defineLoss({
      name: 'mine',
      summary: 'returns what it likes',
      inputs: { logits: output() },
      perExample: () => () => result as tf.Tensor1D,
    })
    return {
      ...term('all', null),
      ...{ name: 'mine', use: unit.use({ of: ['view'], head: 'label' } as never) },
    } as Term
  }

  test.each([
    ['a number', tf.scalar(1), '[]'],
    ['a column', tf.ones([2, 1]), '[2, 1]'],
    ['another number of examples', tf.ones([3]), '[3]'],
  ])('%s', (_, result, shape) => {
    expect(() => value(returning(result))).toThrow(`Expected [batch 2] from the loss mine, received ${shape}`)
  })

  test('and one of the right shape is not', () => {
    expect(value(returning(tf.tensor1d([1, 3])))).toBe(2)
  })
})
