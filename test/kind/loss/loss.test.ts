// Covers src/kind/loss/input.ts.
import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { applied, bind, mentions } from '../../../src/codec/index.ts'
import { bindInputs, each, type Inputs, output, scalarOf } from '../../../src/kind/loss/input.ts'
import { defineLoss } from '../../../src/kind/loss/loss.ts'
import { decomposes, hasFiniteSlopes, lossCase, tidies } from '../../../src/testing/lossLaws.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { useBackend } from '../../support/useBackend.ts'
import { amountOf, refusals, using, vocabulary, written } from '../../support/vocabulary.ts'
import { contrast } from './contrast.ts'

beforeAll(() => useBackend('cpu'))

const bound = bind({ contrast }, vocabulary)
const codec = applied('a loss', () => bound)
const file = { contrast: { of: 'weak', key: 'keys', queue: 'memory' } }

describe('a loss with an input of every kind', () => {
  test('is a function of settings and tensors: log(e + e^0 + e^0) - 1', () => {
    const value = (temperature: number, similarity: 'inner' | 'cosine' = 'inner') =>
      contrast.perExample({ similarity })({
        query: tf.tensor2d([[2, 0]]),
        key: tf.tensor2d([[0.5, 0]]),
        queue: tf.tensor2d([
          [0, 1],
          [0, 7],
        ]),
        temperature: tf.scalar(temperature),
      })
    // The inner product is 2 * 0.5 = 1; with t = 1/2 it is 2.
    expect(value(1).dataSync()[0]).toBeCloseTo(Math.log(Math.E + 2) - 1, 6)
    expect(value(0.5).dataSync()[0]).toBeCloseTo(Math.log(Math.E ** 2 + 2) - 2, 6)
    expect(value(1, 'cosine').dataSync()[0]).toBeCloseTo(Math.log(Math.E + 2) - 1, 6)
    expect(value(1).shape).toEqual([1])
  })

  test('binds its inputs to the names of a file, with the path of each', () => {
    expect(written(codec, { contrast: { ...file.contrast, temperature: 'heat' } }).use.inputs).toEqual([
      { name: 'query', path: ['of'], from: 'output', views: ['weak'], head: 'embedding' },
      { name: 'key', path: ['key'], from: 'each', field: 'keys', matches: 'query' },
      { name: 'queue', path: ['queue'], from: 'shared', field: 'memory', matches: 'query' },
      { name: 'temperature', path: ['temperature'], from: 'scalar', amount: 'heat' },
    ])
  })

  test('takes a number, a schedule or a field for a scalar, and its fallback where a file gives none', () => {
    const amountIn = (temperature: unknown) => {
      const { inputs } = written(codec, { contrast: { ...file.contrast, temperature } }).use
      const last = inputs.at(-1)!
      return last.from === 'scalar' ? last.amount : undefined
    }
    expect([amountIn(undefined), amountIn(0.1), amountIn('heat')]).toEqual([1, 0.1, 'heat'])
    const { use, ...schedule } = amountOf({ linear: { to: 1, end: 9 } }) as Exclude<ReturnType<typeof amountOf>, number>
    expect(amountIn({ linear: { to: 1, end: 9 } })).toMatchObject({ ...schedule, use: { bounds: use.bounds } })
  })

  test('looks at several views in a list of two at least', () => {
    const viewsIn = (of: unknown) => {
      const [first] = written(codec, { contrast: { ...file.contrast, of } }).use.inputs
      return first?.from === 'output' ? first.views : []
    }
    expect([viewsIn('weak'), viewsIn(['weak', 'strong'])]).toEqual([['weak'], ['weak', 'strong']])
    expect(refusals(codec, { contrast: { ...file.contrast, of: ['weak'] } })).toEqual([
      'Expected a list of at least 2 at contrast.of, received ["weak"]',
    ])
  })

  test('says by its codec which names are views, fields and heads', () => {
    const found = mentions(paramsOf(contrast), written(paramsOf(contrast), { ...file.contrast, temperature: 'heat' }))
    expect(found.map(({ name, role }) => [name, role])).toEqual([
      ['weak', { of: 'read', kinds: ['images'], view: true }],
      ['embedding', { of: 'head' }],
      ['keys', { of: 'read', kinds: ['embedding'], view: false }],
      ['memory', { of: 'read', kinds: ['embedding'], view: false }],
      ['heat', { of: 'read', kinds: ['scalar'], view: false }],
    ])
  })

  test.each([
    [
      {},
      [
        'Expected a field (images), or a list of them at of, received nothing',
        'Expected a field (embedding) at key, received nothing',
        'Expected a field (embedding) at queue, received nothing',
      ],
    ],
    [
      { ...file.contrast, temperature: true },
      ['Expected a number, a schedule or a field (scalar) at temperature, received true'],
    ],
    [
      { ...file.contrast, kye: 'keys' },
      [
        'Expected one of the keys of, head, key, queue, temperature, similarity at kye, received "kye"; did you mean "key"?',
      ],
    ],
    [
      { ...file.contrast, similarity: 'cosin' },
      ['Expected one of "inner", "cosine" at similarity, received "cosin"; did you mean "cosine"?'],
    ],
  ])('%j is refused', (given, messages) => expect(refusals(paramsOf(contrast), given)).toEqual(messages))

  test('has no demand and no settings unless it declares them', () => {
    const plain = defineLoss({
      name: 'plain',
      summary: 'the first number',
      inputs: {},
      perExample: () => () => tf.zeros([2]),
    })
    expect([plain.demand, using(plain, {}).demand, Object.keys(plain.inputs)]).toEqual([null, null, []])
    expect(using(plain, {}).perExample({}).shape).toEqual([2])
  })
})

describe('inputs', () => {
  test('name their parameters themselves, two outputs apart', () => {
    const inputs: Inputs = {
      first: output({ of: 'one', head: 'oneHead' }),
      second: output({ of: 'other', head: 'otherHead', fallback: 'projection' }),
      pixels: each(['images', 'mask'], 'values'),
    }
    const params = { one: 'a', oneHead: 'label', other: ['b', 'c'], otherHead: 'projection', pixels: 'clean' }
    expect(bindInputs(inputs, params)).toEqual([
      { name: 'first', path: ['one'], from: 'output', views: ['a'], head: 'label' },
      { name: 'second', path: ['other'], from: 'output', views: ['b', 'c'], head: 'projection' },
      { name: 'pixels', path: ['pixels'], from: 'each', field: 'clean', matches: null },
    ])
  })

  test('a scalar without a fallback is required', () => {
    const strict = defineLoss({
      name: 'strict',
      summary: 'one number for all examples',
      inputs: { margin: scalarOf('the number') },
      perExample:
        () =>
        ({ margin }) =>
          tf.reshape(margin, [1]) as tf.Tensor1D,
    })
    expect(refusals(paramsOf(strict), {})).toEqual([
      'Expected a number, a schedule or a field (scalar) at margin, received nothing',
    ])
  })
})

describe('the laws of a loss with a shared input', () => {
  test.each([
    ['the losses of a joined batch are those of its parts', decomposes],
    ['every loss and every slope is finite', hasFiniteSlopes],
    ['it leaves no tensor behind', tidies],
  ] as const)('%s', (_law, law) => {
    fc.assert(fc.property(lossCase(contrast), law(contrast)), { seed: 91, numRuns: 40 })
  })
})

test('the law of decomposition finds a loss that looks at its neighbors', () => {
  const centered = defineLoss({
    name: 'centered',
    summary: 'the distance from the mean of the batch',
    inputs: { logits: output() },
    perExample:
      () =>
      ({ logits }) =>
        tf.sum(tf.abs(tf.sub(logits, tf.mean(logits, 0, true))), 1) as tf.Tensor1D,
  })
  const { failed } = fc.check(fc.property(lossCase(centered), decomposes(centered)), { seed: 92 })
  expect(failed).toBe(true)
})
