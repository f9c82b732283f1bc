import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  declaredByHead,
  type Head,
  headLayers,
  inputWidth,
  joined,
  linearHead,
} from '../../../src/kind/network/head.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const head = (change: Partial<Head>): Head => ({ ...linearHead(3), ...change })

describe('inputWidth', () => {
  const heads = { projection: head({ hidden: [5, 6] }) }

  test.each([
    ['the features', head({}), 10],
    ['the features of two views', head({ views: 2 }), 20],
    ['the first hidden layer of another head', head({ on: { head: 'projection', layer: 1 } }), 5],
    ['the second one', head({ on: { head: 'projection', layer: 2 } }), 6],
  ])('of %s', (_, one, width) => expect(inputWidth(one, heads, 10)).toBe(width))
})

describe('headLayers', () => {
  test('a linear head has no hidden layer, and one kernel and bias', () => {
    const layers = headLayers('label', linearHead(3), 10)
    expect(layers.hidden).toEqual([])
    expect(Object.keys(declaredByHead(layers).parameters)).toEqual(['head/label/kernel', 'head/label/bias'])
  })

  test('hidden layers are counted from 1, with a norm each where the head wants norms', () => {
    const declared = declaredByHead(headLayers('label', head({ hidden: [4, 4], norm: true }), 10))
    expect(Object.keys(declared.parameters).filter((name) => name.endsWith('kernel'))).toEqual([
      'head/label/layer1/kernel',
      'head/label/layer2/kernel',
      'head/label/kernel',
    ])
    expect(Object.keys(declared.statistics)).toEqual([
      'head/label/layer1/norm/mean',
      'head/label/layer1/norm/variance',
      'head/label/layer2/norm/mean',
      'head/label/layer2/norm/variance',
    ])
  })
})

describe('joined', () => {
  test('puts the features of views side by side, row by row', () =>
    expect(joined([tf.tensor2d([[1], [2]]), tf.tensor2d([[3], [4]])]).arraySync()).toEqual([
      [1, 3],
      [2, 4],
    ]))

  test('of one view is the very tensor', () => {
    const one = tf.tensor2d([[1], [2]])
    expect(joined([one])).toBe(one)
  })
})
