import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Unit } from '../../../../src/codec/index.ts'
import type { Batch } from '../../../../src/kind/field/frame.ts'
import type { Rule } from '../../../../src/kind/optimizer/optimizer.ts'
import { adversarial } from '../../../../src/kind/step/adversarial.ts'
import { predict } from '../../../../src/kind/step/predict/predict.ts'
import type { Step } from '../../../../src/kind/step/step.ts'
import { update } from '../../../../src/kind/step/update/update.ts'
import type { World } from '../../../../src/kind/step/world.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { uniforms } from '../../../../src/prelude/random.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { networkOf, ruleOf, using } from '../../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

const moment = { step: 0, steps: 10, epoch: 0, key: keyOf(1) }

/** One update of a small network, some parts of which are frozen. */
const ready = (
  frozen: readonly string[],
  optimizer: Rule = ruleOf({ sgd: { rate: 0.1, momentum: 0.9, decay: 0.1 } }),
) => {
  const step = using(update, {
    model: 'student',
    loss: { supervised: { crossEntropy: { of: 'weak', target: 'label' } } },
  })
  const net = networkOf({ smallConv: { channels: [2, 3] } }, [8, 8, 3], { label: 2 })
  const variables = net.init(keyOf(2))
  const student = {
    ...variables,
    slots: optimizer.init(variables.parameters),
    averages: {},
    updates: 0,
  }
  const isFrozen = (name: string): boolean => frozen.some((part) => name.startsWith(part))
  const models = { student: { network: net, optimizer, isFrozen, averages: [] } }
  const parts = { id: 'train.update', state: 'train.update', given: {}, models }
  const batch = {
    weak: tf.tensor4d(uniforms(keyOf(3), 4 * 8 * 8 * 3, -1, 1), [4, 8, 8, 3]),
    label: tf.oneHot(tf.tensor1d([0, 1, 1, 0], 'int32'), 2, 1, 0, 'float32'),
  }
  return { student, run: () => step.run(parts)({ models: { student }, states: {} }, batch, moment) }
}

/** What it changes, by name. */
const changedBy = (frozen: readonly string[]): readonly string[] => {
  const { student, run } = ready(frozen)
  const { world } = run()
  const next = world!.models['student']!
  const before = { ...student.parameters, ...student.statistics }
  const after = { ...next.parameters, ...next.statistics }
  return Object.keys(before)
    .filter((name) => before[name]!.dataSync().some((value, i) => value !== after[name]!.dataSync()[i]))
    .sort()
}

/** How often one update runs the kernels of the backward pass of convolutions. */
const kernelsOf = async (frozen: readonly string[]) => {
  const { run } = ready(frozen)
  const { kernels } = await tf.profile(() => run().metrics as tf.TensorContainer)
  const count = (name: string) => kernels.filter((kernel) => kernel.name === name).length
  return { filter: count('Conv2DBackpropFilter'), input: count('Conv2DBackpropInput') }
}

/** The slope of a divergence by its logits, from what is said (p) and what should be said (q). */
type Slope = (p: tf.Tensor2D, q: tf.Tensor2D) => tf.Tensor

const forward: Slope = (p, q) => tf.sub(p, q)
// d KL(p || q) / dz_k = p_k (log p_k - log q_k - KL(p || q))
const reverse: Slope = (p, q) => {
  const logs = tf.sub(tf.log(p), tf.log(q))
  return tf.mul(p, tf.sub(logs, tf.sum(tf.mul(p, logs), 1, true)))
}

/** A student of rate 1 that predicts images, perturbs them, and learns from the result what it predicted. */
const learnsFromItself = (loss: object, slope: Slope) => {
  const net = networkOf({ smallConv: { channels: [6] } }, [4, 4, 1], { label: 3 })
  const optimizer = ruleOf({ sgd: { rate: 1, momentum: 0 } })
  const variables = net.init(keyOf(1))
  const student = { ...variables, slots: optimizer.init(variables.parameters), averages: {}, updates: 0 }
  const models = { student: { network: net, optimizer, isFrozen: () => false, averages: [] } }
  const parts = { id: 'train.step', state: 'train.step', given: {}, models }
  const world: World = { models: { student }, states: {} }
  const run = <P>(step: Unit<'step', Step, P>, params: object, batch: Batch) =>
    using(step, { model: 'student', ...params }).run(parts)(world, batch, moment)
  const batch: Batch = { weak: tf.tensor4d(uniforms(keyOf(2), 12 * 16, -1, 1), [12, 4, 4, 1]) }
  const asked = { normalization: 'batch', on: 'weak', writes: 'said' }
  const said = { ...batch, ...run(predict, asked, batch).fields }
  const moved = {
    ...said,
    ...run(adversarial, { on: 'weak', from: 'said', writes: 'moved', radius: 0.5 }, said).fields,
  }
  const again = run(predict, { ...asked, on: 'moved', writes: 'p' }, moved).fields!['p'] as tf.Tensor2D
  const bias = (of: World) => of.models['student']!.parameters['head/label/bias']!
  return {
    /** How far the biases of the head moved. */
    moved: [...tf.sub(bias(run(update, { loss: { own: loss } }, moved).world!), bias(world)).dataSync()],
    /** How far they should: against the mean slope. */
    expected: [...tf.neg(tf.mean(slope(again, moved['said'] as tf.Tensor2D), 0)).dataSync()],
  }
}

describe('a target that the same network made', () => {
  test.each([
    ['soft label', { crossEntropy: { of: 'moved', target: 'said' } }, forward],
    ['clean prediction of VAT', { klDivergence: { of: 'moved', target: 'said' } }, forward],
    ['the same, reversed', { klDivergence: { of: 'moved', target: 'said', direction: 'reverse' } }, reverse],
  ] as const)('is a constant, through which no gradient leaks: %s', (_name, loss, slope) => {
    const { moved, expected } = learnsFromItself(loss, slope)
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01)
    moved.forEach((distance, i) => {
      expect(distance).toBeCloseTo(expected[i]!, 6)
    })
  })
})

describe('update', () => {
  test('trains every parameter and moves every statistic', () =>
    expect(changedBy([])).toEqual([
      'head/label/bias',
      'head/label/kernel',
      'stage0/conv/kernel',
      'stage0/norm/mean',
      'stage0/norm/offset',
      'stage0/norm/scale',
      'stage0/norm/variance',
      'stage1/conv/kernel',
      'stage1/norm/mean',
      'stage1/norm/offset',
      'stage1/norm/scale',
      'stage1/norm/variance',
    ]))

  test('leaves what is frozen as it is, weight decay and statistics included', () =>
    expect(changedBy(['stage'])).toEqual(['head/label/bias', 'head/label/kernel']))
})

describe('the backward pass', () => {
  test('goes through both convolutions, and to the input of the second', async () =>
    expect(await kernelsOf([])).toEqual({ filter: 2, input: 1 }))

  test('of a frozen first stage ends at the second', async () =>
    expect(await kernelsOf(['stage0'])).toEqual({ filter: 1, input: 0 }))

  test('of a linear probe, whose body is frozen, runs no convolution', async () =>
    expect(await kernelsOf(['stage'])).toEqual({ filter: 0, input: 0 }))
})

describe('the check of an update', () => {
  const given = {
    weak: { kind: 'images', shape: [4, 8, 8, 3] },
    strong: { kind: 'images', shape: [4, 8, 8, 3] },
    label: { kind: 'distribution', shape: [4, 2] },
  } as const
  const facts = { classes: 2, heads: { student: { label: { size: 2, views: 1 } } }, averages: {} }
  const loss = { one: { crossEntropy: { of: 'weak', target: 'label' } } }
  const inferred = (params: object) => using(update, { model: 'student', loss, ...params }).infer(given, facts)
  const refused = (path: readonly string[], expected: string, received: string) => ({
    _tag: 'Left',
    left: [{ path, expected, received }],
  })

  test('lets one view, and views that each have a pass, through', () => {
    expect(inferred({})).toEqual({ _tag: 'Right', right: {} })
    expect(inferred({ passes: [{ on: ['weak'], statistics: 'keep' }] })).toEqual({ _tag: 'Right', right: {} })
  })

  test('wants a term, and none that is called total', () => {
    expect(inferred({ loss: {} })).toEqual(refused(['loss'], 'at least one term', 'none'))
    expect(inferred({ loss: { total: loss.one } })).toEqual(
      refused(['loss', 'total'], 'a name other than total (the name of the sum)', '"total"'),
    )
  })

  test('wants every view of a loss in exactly one pass, and no other', () => {
    const other = 'views that a loss looks at, each in one pass'
    expect(inferred({ passes: [{ on: ['weak', 'strong'] }] })).toEqual(refused(['passes'], other, '"strong"'))
    expect(inferred({ passes: [{ on: ['weak'] }, { on: ['weak'] }] })).toEqual(refused(['passes'], other, '"weak"'))
    const both = { ...loss, two: { entropy: { of: 'strong' } } }
    expect(inferred({ loss: both, passes: [{ on: ['weak'] }] })).toEqual(
      refused(['passes'], 'a pass over "strong", which a loss looks at', 'none'),
    )
  })

  test('passes on what is wrong with a term', () =>
    expect(inferred({ loss: { one: { crossEntropy: { of: ['weak', 'strong'], target: 'label' } } } })).toEqual(
      refused(['loss', 'one', 'crossEntropy', 'of'], 'one view, as the head label of student takes', '2: weak, strong'),
    ))
})

describe('an update says', () => {
  const step = using(update, {
    model: 'student',
    loss: {
      supervised: { crossEntropy: { of: 'weak', target: 'label' } },
      triplet: { batchHardTriplet: { of: 'instance', source: 'source' } },
    },
  })

  test('which model it trains, and what it logs: every term, and the total', () => {
    expect(step.trains).toEqual(['student'])
    expect(step.metrics).toEqual(['supervised', 'triplet', 'total'])
    expect(Object.keys(ready([]).run().metrics!)).toEqual(['supervised', 'total'])
  })

  test('by which field it tells images apart', () =>
    expect(step.distinct).toEqual([{ field: 'source', path: ['loss', 'triplet', 'batchHardTriplet', 'source'] }]))
})

describe('an optimizer that does not update every parameter is refused', () => {
  const applied = (change: (parameters: Record<string, tf.Tensor>) => Record<string, tf.Tensor>) => {
    const rule = ruleOf({ sgd: { rate: 0.1 } })
    return ready([], {
      ...rule,
      apply: (given) => {
        const next = rule.apply(given)
        return { ...next, parameters: change({ ...next.parameters }) }
      },
    })
  }

  test('it leaves one out', () => {
    const { run } = applied((parameters) => Object.fromEntries(Object.entries(parameters).slice(1)))
    expect(run).toThrow(/from the optimizer for .*, received nothing/)
  })

  test('it gives one another shape', () => {
    const { run } = applied((parameters) =>
      Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, tf.reshape(tensor, [-1])])),
    )
    expect(run).toThrow(/Expected \[3, 3, 3, 2\] from the optimizer for .*, received \[54\]/)
  })
})
