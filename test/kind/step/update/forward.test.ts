// Covers src/kind/step/update/wanted.ts.
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { linearHead } from '../../../../src/kind/network/head.ts'
import { forward, type Pass, type Wanted } from '../../../../src/kind/step/update/forward.ts'
import { viewsOf, wantedBy } from '../../../../src/kind/step/update/wanted.ts'
import { fold, keyOf } from '../../../../src/prelude/key.ts'
import { uniforms } from '../../../../src/prelude/random.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { networkWith, vocabulary, written } from '../../../support/vocabulary.ts'

await useBackend('cpu')

const imagesOf = (seed: number, rows: number) => tf.tensor4d(uniforms(keyOf(seed), rows * 16, -1, 1), [rows, 4, 4, 1])
const batch = { a: imagesOf(1, 5), b: imagesOf(2, 5), c: imagesOf(3, 2) }
const heads = {
  label: linearHead(3),
  other: linearHead(2),
  pair: { ...linearHead(2), views: 2 },
  deep: { ...linearHead(2), views: 2, hidden: [4], norm: true },
}
const network = networkWith({ smallConv: { channels: [4], dropout: 0.5 } }, [4, 4, 1], heads)
const { parameters, statistics } = network.init(keyOf(4))
const noise = keyOf(5)

const one = (view: string, head = 'label'): Wanted => ({ views: [view], head })
const both: Wanted = { views: ['a', 'b'], head: 'pair' }

const run = (passes: readonly Pass[], wanted: readonly Wanted[]) =>
  forward(network, passes, wanted, noise)(parameters, statistics, batch)

const pass = (on: readonly string[], policy: Pass['statistics'] = 'update'): Pass => ({ on, statistics: policy })
const rowsOf = (tensor: tf.Tensor) => tensor.arraySync()
const numbersOf = (tensors: typeof statistics) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]]))

describe('passes', () => {
  test('of several views are one batch, whose rows go back to their views', () => {
    const { look } = run([pass(['a', 'c'])], [one('a'), one('c')])
    const joint = network.apply({ parameters, statistics }, tf.concat([batch.a, batch.c]), {
      normalization: 'batch',
      noise: fold(noise, 0),
    })
    const [first, second] = tf.split(joint.outputs['label']!, [5, 2])
    expect(rowsOf(look.output(['a'], 'label'))).toEqual(rowsOf(first!))
    expect(rowsOf(look.output(['c'], 'label'))).toEqual(rowsOf(second!))
    const [features] = tf.split(joint.features, [5, 2])
    expect(rowsOf(look.output(['a'], 'features'))).toEqual(rowsOf(features!))
  })

  test('one by one differ from that: each has its own batch norm', () => {
    const { look } = run([pass(['a']), pass(['c'])], [one('a'), one('c')])
    const together = run([pass(['a', 'c'])], [one('a'), one('c')])
    expect(rowsOf(look.output(['a'], 'label'))).not.toEqual(rowsOf(together.look.output(['a'], 'label')))
  })

  test('move statistics one after the other, except where a pass keeps them', () => {
    const mode = (index: number) => ({ normalization: 'batch', noise: fold(noise, index) }) as const
    const first = network.apply({ parameters, statistics }, batch.a, mode(0)).statistics
    const second = network.apply({ parameters, statistics: first }, batch.b, mode(1)).statistics
    const moved = (...policies: readonly Pass['statistics'][]) =>
      numbersOf(run([pass(['a'], policies[0]), pass(['b'], policies[1])], [one('a'), one('b')]).statistics)
    expect(moved('update', 'update')).toMatchObject(numbersOf(second))
    expect(moved('update', 'keep')).toMatchObject(numbersOf(first))
    expect(moved('keep', 'keep')).toEqual(numbersOf(statistics))
  })

  test('have to be over every view that is looked at', () =>
    expect(() => run([pass(['a'])], [one('a')]).look.output(['b'], 'label')).toThrow('Expected a pass over b'))
})

describe('heads', () => {
  test('compute for a view alone what is wanted of its pass', () => {
    const { look } = run([pass(['a'])], [one('a', 'other')])
    expect(look.output(['a'], 'other').shape).toEqual([5, 2])
    expect(look.output(['a'], 'label')).toBeUndefined()
  })

  test('of two views see the features of both passes', () => {
    const { look } = run([pass(['a']), pass(['b'])], [both])
    const features = ['a', 'b'].map((view) => look.output([view], 'features'))
    const mode = { normalization: 'batch', noise: null } as const
    const { output } = network.joint({ parameters, statistics }, features, mode, 'pair')
    expect(rowsOf(look.output(['a', 'b'], 'pair'))).toEqual(rowsOf(output))
  })

  test('of two views move their statistics where the passes of both views do', () => {
    const deep: Wanted = { views: ['a', 'b'], head: 'deep' }
    const movedBy = (...policies: readonly Pass['statistics'][]) => {
      const after = run([pass(['a'], policies[0]), pass(['b'], policies[1])], [deep]).statistics
      const name = 'head/deep/layer1/norm/mean'
      return [...after[name]!.dataSync()].some((value, i) => value !== statistics[name]!.dataSync()[i])
    }
    expect([movedBy('update', 'update'), movedBy('update', 'keep'), movedBy('keep', 'keep')]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('of two views that several terms want run once', () => {
    const deep: Wanted = { views: ['a', 'b'], head: 'deep' }
    const passes = [pass(['a', 'b'])]
    expect(numbersOf(run(passes, [deep, deep]).statistics)).toEqual(numbersOf(run(passes, [deep]).statistics))
  })
})

test('fields of the batch are handed on as they are', () =>
  expect(run([pass(['a'])], [one('a')]).look.field('c')).toBe(batch.c))

describe('what terms want', () => {
  const term = (loss: object) => written(vocabulary.term, loss)
  const terms = {
    first: term({ crossEntropy: { of: 'a', target: 'label' } }),
    again: term({ entropy: { of: 'a' } }),
    other: term({ entropy: { of: 'a', head: 'other' } }),
    pair: term({ entropy: { of: ['b', 'a'], head: 'pair' } }),
    turned: term({ entropy: { of: ['a', 'b'], head: 'pair' } }),
  }

  test('is each output once; views in another order are another output', () =>
    expect(wantedBy(terms)).toEqual([
      { views: ['a'], head: 'label' },
      { views: ['a'], head: 'other' },
      { views: ['b', 'a'], head: 'pair' },
      { views: ['a', 'b'], head: 'pair' },
    ]))

  test('is each view once, in the order of the terms', () => expect(viewsOf(terms)).toEqual(['a', 'b']))

  test('is nothing of no terms', () => expect([wantedBy({}), viewsOf({})]).toEqual([[], []]))
})
