// Covers src/backend/onednn/operation/elementwise.ts.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { greatestDifference, noise, openForTests, run, valuesOn } from '../compare.ts'

beforeAll(() => void openForTests())

/** Both sides of every threshold between a loop and a primitive, and lengths that no vector width divides. */
const lengths = [1, 15, 17, 255, 4095, 4096, 4097, 20_001]

const special = [0, -0, 1, -1, 1e-30, -1e-30, 60, -60, 88, -88, 1e30, -1e30, Infinity, -Infinity]

const unary: readonly (readonly [name: string, attributes: object])[] = [
  ['Relu', {}],
  ['LeakyRelu', { alpha: 0.1 }],
  ['Relu6', {}],
  ['Elu', {}],
  ['Selu', {}],
  ['Sigmoid', {}],
  ['Tanh', {}],
  ['Exp', {}],
  ['Square', {}],
  ['Neg', {}],
  ['Abs', {}],
  ['Step', { alpha: 0.5 }],
]

const ofPositive: readonly string[] = ['Sqrt', 'Log', 'Rsqrt']

describe('functions of one tensor', () => {
  test.each(unary)('%s agrees with the CPU backend over lengths and magnitudes', async (name, attributes) => {
    for (const length of lengths)
      for (const magnitude of [1, 20]) {
        const compute = () => run(name, { x: tf.mul(noise([length], 1), magnitude) }, attributes)
        const difference = greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))
        expect(difference, `${length} elements up to ${magnitude}`).toBeLessThan(1e-5)
      }
  })

  test('Swish and its gradient agree with the composition on the CPU backend', async () => {
    for (const length of lengths)
      for (const magnitude of [1, 20]) {
        const x = (): tf.Tensor => tf.mul(noise([length], 1), magnitude)
        const composed = (value: tf.Tensor): tf.Tensor => tf.mul(value, tf.sigmoid(value))
        const own = (value: tf.Tensor): tf.Tensor => tf.engine().runKernel('Swish', { x: value }) as tf.Tensor
        const both = (swish: typeof own) => () => [swish(x()), tf.grad(swish)(x())]
        const difference = greatestDifference(
          await valuesOn('onednn', both(own)),
          await valuesOn('cpu', both(composed)),
        )
        expect(difference, `${length} elements up to ${magnitude}`).toBeLessThan(1e-5)
      }
  })

  test.each(ofPositive)('%s agrees with the CPU backend over lengths', async (name) => {
    for (const length of lengths) {
      const compute = () => run(name, { x: tf.add(tf.abs(noise([length], 2)), 0.01) })
      expect(greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))).toBeLessThan(1e-5)
    }
  })

  test.each(unary)(
    '%s is the same in a loop and in a primitive, at zeros, extremes and infinities',
    async (name, attributes) => {
      const few = tf.tensor1d(special)
      const many = tf.tensor1d(Array.from({ length: 500 * special.length }, (_, i) => special[i % special.length]!))
      const [short] = await valuesOn('onednn', () => run(name, { x: few }, attributes))
      const [long] = await valuesOn('onednn', () => run(name, { x: many }, attributes))
      tf.dispose([few, many])
      for (const [i, value] of short!.entries()) {
        const other = long![i]!
        if (Number.isFinite(value))
          expect(Math.abs(other - value), `${name}(${special[i]})`).toBeLessThan(1e-6 + 2e-6 * Math.abs(value))
        else expect(other, `${name}(${special[i]})`).toBe(value)
      }
    },
  )

  // The primitive for the exponential turns NaN into infinity, which shows as well.
  test.each(unary.filter(([name]) => name !== 'Exp'))(
    '%s passes NaN on, so a network that diverges shows it',
    async (name, attributes) => {
      for (const length of [3, 5000]) {
        const [y] = await valuesOn('onednn', () => run(name, { x: tf.fill([length], Number.NaN) }, attributes))
        expect(y![length - 1], `${length} elements`).toBeNaN()
      }
    },
  )
})
