// Covers src/kind/network/body.ts, src/kind/network/layer/layer.ts.
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { assemble } from '../../../src/kind/network/assemble.ts'
import type { Body } from '../../../src/kind/network/body.ts'
import { type Head, type Heads, linearHead } from '../../../src/kind/network/head.ts'
import { pure } from '../../../src/kind/network/layer/layer.ts'
import type { Mode, Network, Variables } from '../../../src/kind/network/network.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { normals } from '../../../src/prelude/random.ts'
import { pixelValues } from '../../../src/tensor/operation/pixelValues.ts'
import { knownNumbers } from '../../support/knownNumbers.ts'
import { useBackend } from '../../support/useBackend.ts'

await useBackend('cpu')

const batch: Mode = { normalization: 'batch', noise: null }
const running: Mode = { normalization: 'running', noise: null }

/** Two values of an image, from 0 to 1, as features. `passes` counts how often the body runs. */
let passes = 0
const body: Body = {
  layer: pure<tf.Tensor4D, tf.Tensor2D>((x) => {
    passes += 1
    return pixelValues(x)
  }),
  width: 2,
}

const head = (change: Partial<Head>): Head => ({ ...linearHead(3), ...change })
const projection = head({ size: 4, hidden: [5, 6], norm: true })
const images = knownNumbers([8, 1, 2, 1], 'images') as tf.Tensor4D

const rowsOf = (tensor: tf.Tensor): number[][] => tensor.arraySync() as number[][]

const near = (received: tf.Tensor, expected: tf.Tensor): void => {
  expect(received.shape).toEqual(expected.shape)
  expect(tf.max(tf.abs(tf.sub(received, expected))).dataSync()[0]).toBeLessThan(1e-5)
}

/** A hidden layer by hand, from the variables of a network: max(norm(x W + b), 0). */
const hidden = (place: string, { parameters, statistics }: Variables, { normalization }: Mode, x: tf.Tensor2D) => {
  const named = (name: string) => (parameters[`${place}/${name}`] ?? statistics[`${place}/${name}`])!
  const linear = tf.add(tf.matMul(x, named('kernel') as tf.Tensor2D), named('bias'))
  const own = tf.moments(linear, 0)
  const [mean, variance] =
    normalization === 'batch' ? [own.mean, own.variance] : [named('norm/mean'), named('norm/variance')]
  const centered = tf.div(tf.sub(linear, mean), tf.sqrt(tf.add(variance, 1e-5)))
  return tf.relu(tf.add(tf.mul(centered, named('norm/scale')), named('norm/offset'))) as tf.Tensor2D
}

const lastOf = (name: string, { parameters }: Variables, x: tf.Tensor2D) =>
  tf.add(tf.matMul(x, parameters[`head/${name}/kernel`] as tf.Tensor2D), parameters[`head/${name}/bias`]!)

/** Variables that are no round numbers: scales, offsets and statistics have moved. */
const variablesOf = (network: Network): Variables => {
  const { parameters, statistics } = network.init(keyOf(3))
  const moved = (tensor: tf.Tensor, name: string) => tf.add(tensor, tf.mul(knownNumbers(tensor.shape, name), 0.3))
  const all = (tensors: typeof parameters) =>
    Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, moved(tensor, name)]))
  return { parameters: all(parameters), statistics: all(statistics) }
}

const movedIn = (before: Variables, after: Variables['statistics']): readonly string[] =>
  Object.keys(after).filter((name) => after[name] !== before.statistics[name])

describe('a head with hidden layers and norms', () => {
  const network = assemble(body, { projection })

  test('declares its layers by their places: 2 features to 5, to 6, to 4', () => {
    expect(
      Object.fromEntries(Object.entries(network.parameters).map(([name, { shape, kind }]) => [name, [kind, ...shape]])),
    ).toEqual({
      'head/projection/layer1/kernel': ['kernel', 2, 5],
      'head/projection/layer1/bias': ['bias', 5],
      'head/projection/layer1/norm/scale': ['scale', 5],
      'head/projection/layer1/norm/offset': ['offset', 5],
      'head/projection/layer2/kernel': ['kernel', 5, 6],
      'head/projection/layer2/bias': ['bias', 6],
      'head/projection/layer2/norm/scale': ['scale', 6],
      'head/projection/layer2/norm/offset': ['offset', 6],
      'head/projection/kernel': ['kernel', 6, 4],
      'head/projection/bias': ['bias', 4],
    })
    expect(
      Object.fromEntries(
        Object.entries(network.statistics).map(([name, { shape, initial }]) => [name, [initial, ...shape]]),
      ),
    ).toEqual({
      'head/projection/layer1/norm/mean': [0, 5],
      'head/projection/layer1/norm/variance': [1, 5],
      'head/projection/layer2/norm/mean': [0, 6],
      'head/projection/layer2/norm/variance': [1, 6],
    })
  })

  test.each([batch, running])('computes what its variables say by hand, normalized by $normalization', (mode) => {
    const variables = variablesOf(network)
    const { outputs, features } = network.apply(variables, images, mode)
    const first = hidden('head/projection/layer1', variables, mode, features)
    const second = hidden('head/projection/layer2', variables, mode, first)
    near(outputs['projection']!, lastOf('projection', variables, second))
  })

  test('moves its statistics by the batch, and leaves them, the very tensors, where it normalizes by them', () => {
    const variables = variablesOf(network)
    expect(movedIn(variables, network.apply(variables, images, batch).statistics)).toEqual(
      Object.keys(network.statistics),
    )
    expect(movedIn(variables, network.apply(variables, images, running).statistics)).toEqual([])
  })

  test('without norms has none of their variables', () => {
    const plain = assemble(body, { projection: { ...projection, norm: false } })
    expect(Object.keys(plain.statistics)).toEqual([])
    expect(Object.keys(plain.parameters).filter((name) => name.includes('norm'))).toEqual([])
  })

  test('starts its hidden kernels as He et al. do: from the key and the name, with the deviation sqrt(2 / 5)', () => {
    const wide = assemble(body, { projection: head({ hidden: [5, 4000] }) })
    const kernel = wide.init(keyOf(3)).parameters['head/projection/layer2/kernel']!
    const deviation = Math.sqrt(tf.mean(tf.square(kernel)).dataSync()[0]!)
    expect(Math.abs(deviation / Math.sqrt(2 / 5) - 1)).toBeLessThan(0.02)
    expect(kernel.dataSync()[0]).toBe(wide.init(keyOf(3)).parameters['head/projection/layer2/kernel']!.dataSync()[0])
  })
})

describe('heads on a hidden layer of another head', () => {
  const heads: Heads = {
    projection,
    one: head({ on: { head: 'projection', layer: 1 } }),
    two: head({ on: { head: 'projection', layer: 1 }, hidden: [7] }),
    three: head({ on: { head: 'projection', layer: 2 } }),
  }
  const network = assemble(body, heads)

  test('take the width of that layer', () => {
    expect(network.parameters['head/one/kernel']!.shape).toEqual([5, 3])
    expect(network.parameters['head/two/layer1/kernel']!.shape).toEqual([5, 7])
    expect(network.parameters['head/two/kernel']!.shape).toEqual([7, 3])
    expect(network.parameters['head/three/kernel']!.shape).toEqual([6, 3])
  })

  test.each([batch, running])('equal what the same variables give by hand, normalized by $normalization', (mode) => {
    const variables = variablesOf(network)
    const { outputs, features } = network.apply(variables, images, mode)
    const first = hidden('head/projection/layer1', variables, mode, features)
    const second = hidden('head/projection/layer2', variables, mode, first)
    near(outputs['one']!, lastOf('one', variables, first))
    near(outputs['three']!, lastOf('three', variables, second))
    near(outputs['projection']!, lastOf('projection', variables, second))
  })

  test('run the layer once: its statistics move once, as with one head', () => {
    const variables = variablesOf(network)
    const alone = network.apply(variables, images, batch, ['one']).statistics
    const together = network.apply(variables, images, batch, ['projection', 'one', 'two', 'three']).statistics
    for (const statistic of ['mean', 'variance']) {
      const name = `head/projection/layer1/norm/${statistic}`
      expect(rowsOf(together[name]!)).toEqual(rowsOf(alone[name]!))
    }
    // 0.9 of the old mean and 0.1 of the batch's, once.
    const { features } = network.apply(variables, images, running)
    const kernel = variables.parameters['head/projection/layer1/kernel'] as tf.Tensor2D
    const linear = tf.add(tf.matMul(features, kernel), variables.parameters['head/projection/layer1/bias']!)
    const old = variables.statistics['head/projection/layer1/norm/mean']!
    near(together['head/projection/layer1/norm/mean']!, tf.add(tf.mul(old, 0.9), tf.mul(tf.mean(linear, 0), 0.1)))
  })

  test('leave the layers after theirs alone', () => {
    const variables = variablesOf(network)
    expect(movedIn(variables, network.apply(variables, images, batch, ['one']).statistics)).toEqual([
      'head/projection/layer1/norm/mean',
      'head/projection/layer1/norm/variance',
    ])
  })
})

describe('apply with a list of heads', () => {
  const network = assemble(body, { label: linearHead(3), other: projection, pair: head({ views: 2 }) })

  test('computes those alone, without a list all of one view', () => {
    const variables = variablesOf(network)
    const given = (heads?: readonly string[]) => {
      passes = 0
      const { outputs } = network.apply(variables, images, batch, heads)
      return [Object.keys(outputs), passes]
    }
    expect(given(['label'])).toEqual([['label'], 1])
    expect(given(['other', 'label'])).toEqual([['other', 'label'], 1])
    expect(given([])).toEqual([[], 1])
    expect(given()).toEqual([['label', 'other'], 1])
  })

  test('moves no statistic of a head that it leaves out', () => {
    const variables = variablesOf(network)
    expect(movedIn(variables, network.apply(variables, images, batch, ['label']).statistics)).toEqual([])
  })

  test('gives the same output as with all heads', () => {
    const variables = variablesOf(network)
    const all = network.apply(variables, images, batch).outputs
    expect(rowsOf(network.apply(variables, images, batch, ['label']).outputs['label']!)).toEqual(rowsOf(all['label']!))
  })
})

describe('a head of two views', () => {
  const network = assemble(body, {
    label: linearHead(3),
    pair: head({ views: 2 }),
    deep: head({ views: 2, hidden: [5], norm: true }),
  })
  const features = ['a', 'b'].map((name) => knownNumbers([8, 2], name) as tf.Tensor2D)

  test('takes the features of both side by side', () => {
    expect(network.parameters['head/pair/kernel']!.shape).toEqual([4, 3])
    expect(network.parameters['head/deep/layer1/kernel']!.shape).toEqual([4, 5])
    const variables = variablesOf(network)
    const { output } = network.joint(variables, features, batch, 'pair')
    near(output, lastOf('pair', variables, tf.concat(features, 1)))
  })

  test('tells first from second', () => {
    const variables = variablesOf(network)
    const { output } = network.joint(variables, features, batch, 'pair')
    const { output: turned } = network.joint(variables, [...features].reverse(), batch, 'pair')
    expect(tf.max(tf.abs(tf.sub(output, turned))).dataSync()[0]).toBeGreaterThan(0.01)
  })

  test.each([batch, running])('has hidden layers and norms like any other, by $normalization', (mode) => {
    const variables = variablesOf(network)
    const { output, statistics } = network.joint(variables, features, mode, 'deep')
    near(output, lastOf('deep', variables, hidden('head/deep/layer1', variables, mode, tf.concat(features, 1))))
    expect(movedIn(variables, statistics)).toEqual(
      mode === batch ? ['head/deep/layer1/norm/mean', 'head/deep/layer1/norm/variance'] : [],
    )
  })
})

describe('init', () => {
  test('draws each parameter by its own name: another head changes nothing', () => {
    const kernelWith = (heads: Heads) => [
      ...assemble(body, heads).init(keyOf(5)).parameters['head/label/kernel']!.dataSync(),
    ]
    expect(kernelWith({ label: linearHead(3) })).toEqual(kernelWith({ other: projection, label: linearHead(3) }))
    expect(kernelWith({ label: linearHead(3) })).not.toEqual([...normals(keyOf(5), 6)])
  })

  test('complains of a variable that is missing', () => {
    const network = assemble(body, { label: linearHead(3) })
    expect(() => network.apply({ parameters: {}, statistics: {} }, images, batch)).toThrow(
      'Expected a variable head/label/kernel',
    )
  })
})
