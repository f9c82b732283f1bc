import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { constant } from '../../../../src/kind/network/layer/initializers.ts'
import { chain, declaredBy, join, type Layer, pure } from '../../../../src/kind/network/layer/layer.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

describe('layer', () => {
  beforeAll(() => useBackend('cpu'))

  const plus = (name: string): Layer => ({
    declared: {
      parameters: { [name]: { shape: [], kind: 'bias', values: constant(0) } },
      statistics: { [`${name}/mean`]: { shape: [], initial: 0 } },
    },
    apply: (run, x) => tf.add(x, run.parameter(name)),
  })
  const double: Layer = pure((x: tf.Tensor) => tf.mul(x, 2))
  const run = () => layerRun({ a: tf.scalar(1), b: tf.scalar(10) })

  test('pure declares nothing, and sees the run', () => {
    expect(double.declared).toEqual({ parameters: {}, statistics: {} })
    const noise = keyOf(4)
    const noiseOnly = pure((x: tf.Tensor, { mode }) => tf.mul(x, mode.noise === noise ? 3 : 0))
    expect(noiseOnly.apply(layerRun({}, { normalization: 'batch', noise }), tf.scalar(5)).arraySync()).toBe(15)
  })

  test('chain applies its layers in order, and none is the identity', () => {
    // (4 + 1) x 2 + 10 = 20, and 4 x 2 + 1 = 9.
    expect(chain(plus('a'), double, plus('b')).apply(run(), tf.scalar(4)).arraySync()).toBe(20)
    expect(chain(double, plus('a')).apply(run(), tf.scalar(4)).arraySync()).toBe(9)
    const x = tf.scalar(4)
    expect(chain().apply(run(), x)).toBe(x)
  })

  test('join applies the second layer to what the first one returns, of any rank', () => {
    const flat = pure((x: tf.Tensor2D) => tf.reshape(x, [-1]) as tf.Tensor1D)
    const sum = pure((x: tf.Tensor1D) => tf.sum(x) as tf.Scalar)
    const joined = join(flat, sum)
    expect(
      joined
        .apply(
          run(),
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
        )
        .arraySync(),
    ).toBe(10)
  })

  test('chain, join and declaredBy declare the variables of all layers', () => {
    const names = ({ parameters, statistics }: Layer['declared']) => [Object.keys(parameters), Object.keys(statistics)]
    const both = [
      ['a', 'b'],
      ['a/mean', 'b/mean'],
    ]
    expect(names(declaredBy([plus('a'), double, plus('b')]))).toEqual(both)
    expect(names(chain(plus('a'), plus('b')).declared)).toEqual(both)
    expect(names(join(plus('a'), plus('b')).declared)).toEqual(both)
    expect(names(declaredBy([]))).toEqual([[], []])
  })
})
