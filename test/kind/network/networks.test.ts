// Covers src/kind/network/smallConv.ts, src/kind/network/wideResNet.ts, src/kind/network/resNet.ts.
// Covers src/kind/network/efficientNet.ts, src/kind/network/mlp.ts, src/kind/network/layer/conv.ts.
// Covers src/kind/network/layer/depthwise.ts, src/kind/network/layer/dense.ts.
// Covers src/kind/network/layer/norm.ts, src/kind/network/layer/averagePool.ts.
// Covers src/kind/network/layer/squeezeExcite.ts, src/kind/network/layer/swish.ts.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import reference from '../../../fixtures/reference/networks.json' with { type: 'json' }
import { type Network, parameterCount, type Variables } from '../../../src/kind/network/network.ts'
import { differentiate } from '../../../src/tensor/differentiate.ts'
import type { Tensors } from '../../../src/tensor/tensors.ts'
import { available } from '../../support/available.ts'
import { knownNumbers } from '../../support/knownNumbers.ts'
import { useBackend } from '../../support/useBackend.ts'
import { networkOf } from '../../support/vocabulary.ts'

const record = <A>(names: Readonly<Record<string, A>>, f: (name: string, value: A) => tf.Tensor): Tensors =>
  Object.fromEntries(Object.entries(names).map(([name, value]) => [name, f(name, value)]))

/** Every variable from its name, as in `fixtures/reference/networks.py`. */
const variablesOf = ({ parameters, statistics }: Network): Variables => ({
  parameters: record(parameters, (name, { shape, kind }) => {
    const fan = shape.slice(0, -1).reduce((a, b) => a * b, 1)
    if (kind === 'kernel') return tf.mul(knownNumbers(shape, name), Math.sqrt(6 / fan))
    return tf.add(tf.mul(knownNumbers(shape, name), 0.1), kind === 'scale' ? 1 : 0)
  }),
  statistics: record(statistics, (name, { shape, initial }) => tf.add(tf.mul(knownNumbers(shape, name), 0.2), initial)),
})

/** Norm, and inner product with other numbers. */
const digest = (tensor: tf.Tensor, name: string): readonly [number, number] => [
  tf.norm(tensor).dataSync()[0]!,
  tf.sum(tf.mul(tensor, knownNumbers(tensor.shape, name, 1))).dataSync()[0]!,
]

const worst = (received: Tensors, expected: Readonly<Record<string, readonly number[]>>): number => {
  expect(Object.keys(received).sort()).toEqual(Object.keys(expected).sort())
  // Some gradients are 0 but for rounding: what batch norm takes out again has none.
  const floor = 1e-4 * Math.max(...Object.values(expected).map(([norm]) => norm!))
  return Math.max(
    ...Object.entries(expected).map(([name, [norm, product]]) => {
      const [ourNorm, ourProduct] = digest(received[name]!, name)
      return Math.max(Math.abs(ourNorm - norm!), Math.abs(ourProduct - product!)) / Math.max(norm!, floor)
    }),
  )
}

const normalizations = ['batch', 'running'] as const

describe.each(available)('networks on %s', (backend) => {
  beforeAll(() => useBackend(backend))

  // Five million parameters are too many for plain JavaScript.
  const cases = reference.cases.filter(({ label }) => backend !== 'cpu' || !label.startsWith('efficientNet'))

  test.each(cases.flatMap((known) => normalizations.map((normalization) => ({ ...known, normalization }))))(
    '$label has the outputs, gradients and statistics of PyTorch, normalized by $normalization',
    (known) => {
      tf.tidy(() => {
        const [, height, width, channels] = known.input as [number, number, number, number]
        const net = networkOf(
          known.network,
          [height, width, channels],
          known.heads as unknown as Record<string, number>,
        )
        const expected = known[known.normalization]
        const { parameters, statistics } = variablesOf(net)
        const images = knownNumbers(known.input, 'images') as tf.Tensor4D
        const { gradients, also } = differentiate(parameters, (parameters) => {
          const mode = { normalization: known.normalization, noise: null }
          const pass = net.apply({ parameters, statistics }, images, mode)
          const products = Object.entries(pass.outputs).map(([name, output]) =>
            tf.sum(tf.mul(output, knownNumbers(output.shape, name))),
          )
          const named = (prefix: string, tensors: Tensors) =>
            Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix} ${name}`, tensor]))
          return {
            value: tf.addN(products) as tf.Scalar,
            also: { ...named('output', pass.outputs), ...named('statistic', pass.statistics) },
          }
        })
        const part = (prefix: string): Tensors =>
          Object.fromEntries(
            Object.entries(also)
              .filter(([name]) => name.startsWith(`${prefix} `))
              .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]),
          )
        expect(parameterCount(net)).toBe(known.parameters)
        // Where no gradient is recorded, norms by moving statistics go into the convolutions before them.
        const plain = net.apply({ parameters, statistics }, images, { normalization: known.normalization, noise: null })
        for (const outputs of [part('output'), plain.outputs])
          for (const [head, rows] of Object.entries(expected.outputs)) {
            const numbers = [...outputs[head]!.dataSync()]
            const wanted = (rows as number[][]).flat()
            const error = Math.max(...numbers.map((value, i) => Math.abs(value - wanted[i]!)))
            expect(error / Math.max(...wanted.map(Math.abs))).toBeLessThan(1e-4)
          }
        expect(worst(gradients, expected.gradients as never)).toBeLessThan(1e-3)
        expect(worst(part('statistic'), expected.statistics as never)).toBeLessThan(1e-3)
      })
    },
  )
})
