import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OneDnnHandle } from '../../../../src/backend/onednn/index.ts'
import { greatestDifference, noise, openForTests, run, valuesOn } from '../compare.ts'

let handle: OneDnnHandle
beforeAll(() => {
  handle = openForTests()
})

/**
 * Either side of every threshold between a loop and a primitive, and lengths that no vector width divides.
 */
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

  test('Swish agrees with x times its sigmoid on the CPU backend, and its gradient with that of the composed form', async () => {
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
    '%s is the same in a loop and in a primitive at zeros, extremes and infinities',
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

  // The exponential of many NaN is infinite, which shows as well.
  test.each(unary.filter(([name]) => name !== 'Exp'))(
    '%s passes NaN on, so that a network that diverges shows it',
    async (name, attributes) => {
      for (const length of [3, 5000]) {
        const [y] = await valuesOn('onednn', () => run(name, { x: tf.fill([length], Number.NaN) }, attributes))
        expect(y![length - 1], `${length} elements`).toBeNaN()
      }
    },
  )
})

/** Two shapes that broadcast: each axis is kept, or of extent 1 on one side; leading axes may be missing. */
const broadcastable = fc
  .record({
    shape: fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 0, maxLength: 4 }),
    wide: fc.constantFrom(1, 40),
    ones: fc.array(fc.constantFrom('both', 'a', 'b'), { minLength: 5, maxLength: 5 }),
    drop: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ shape, wide, ones, drop }) => {
    const whole = shape.map((extent, i) => (i === 0 ? extent * wide : extent))
    const a = whole.map((extent, i) => (ones[i] === 'a' ? 1 : extent))
    const b = whole.map((extent, i) => (ones[i] === 'b' ? 1 : extent)).slice(drop)
    return { a, b }
  })

describe('functions of two tensors', () => {
  test('agree with the CPU backend over shapes that broadcast, either way round', () =>
    fc.assert(
      fc.asyncProperty(broadcastable, async ({ a, b }) => {
        const compute = () => {
          const [x, y] = [noise(a, 1), tf.add(noise(b, 2), 2)]
          return ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'].flatMap((name) => [
            run(name, { a: x, b: y }),
            run(name, { a: y, b: tf.add(tf.abs(x), 1) }),
          ])
        }
        return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < 1e-6
      }),
      { seed: 24, numRuns: 120 },
    ))

  test.each([
    [[64, 9, 9, 16], [16]],
    [[64, 9, 9, 16], []],
    [
      [300, 17],
      [300, 1],
    ],
    [
      [300, 17],
      [1, 17],
    ],
    [[20_001], [20_001]],
    [
      [1, 1, 1, 16],
      [64, 9, 9, 16],
    ],
  ])('agree with the CPU backend where a primitive runs: %j and %j', async (a, b) => {
    const compute = () => {
      const [x, y] = [noise(a, 1), tf.add(noise(b, 2), 2)]
      return ['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'].map((name) => run(name, { a: x, b: y }))
    }
    expect(greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))).toBeLessThan(1e-6)
  })

  test.each(['Add', 'Sub', 'Multiply', 'RealDiv', 'Maximum', 'Minimum'])(
    '%s passes a NaN of either side on',
    async (name) => {
      for (const length of [3, 5000]) {
        const values = await valuesOn('onednn', () => {
          const [nan, one] = [tf.fill([length], Number.NaN), tf.ones([length])]
          return [run(name, { a: nan, b: one }), run(name, { a: one, b: nan }), run(name, { a: nan, b: tf.scalar(1) })]
        })
        expect(values.map((y) => y[length - 1])).toEqual([Number.NaN, Number.NaN, Number.NaN])
      }
    },
  )

  test('leave other types to the copied kernels, which count as fallbacks', async () => {
    const [sum] = await valuesOn('onednn', () => tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32')))
    expect(sum).toEqual([4, 6])
    expect(handle.statistics().fallbacks['Add']).toBe(1)
  })
})
