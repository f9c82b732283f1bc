import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasKernel, runUpdate } from '../../../src/tensor/operation/runUpdate.ts'
import { useBackend } from '../../support/useBackend.ts'

const kernelName = 'UpdateOfThisTest'

describe('runUpdate', () => {
  beforeAll(async () => {
    await useBackend('cpu')
    // Two records out: p + rate g for each parameter, then -g for each.
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: ({ inputs, attrs }) => {
        const { count, rate } = attrs as unknown as { count: number; rate: number }
        const all = Array.from({ length: count }, (_, i) => i)
        const named = inputs as Readonly<Record<string, tf.Tensor>>
        return [
          ...all.map((i) => tf.add(named[`p${i}`]!, tf.mul(named[`g${i}`]!, rate))),
          ...all.map((i) => tf.neg(named[`g${i}`]!)),
        ]
      },
    })
  })
  afterAll(() => tf.unregisterKernel(kernelName, 'cpu'))

  test('numbers the inputs by letter, adds the count, and splits the outputs into records', () => {
    const parameters = { w: tf.scalar(1), b: tf.scalar(2) }
    // The order of the second record differs: names decide, not places.
    const gradients = { b: tf.scalar(30), w: tf.scalar(10) }
    const [updated, negated] = runUpdate(kernelName, { p: parameters, g: gradients }, { rate: 0.5 })
    const numbers = (record: Readonly<Record<string, tf.Tensor>> | undefined) =>
      Object.entries(record!).map(([name, tensor]) => [name, tensor.arraySync()])
    // 1 + 0.5 x 10 = 6, 2 + 0.5 x 30 = 17.
    expect(numbers(updated)).toEqual([
      ['w', 6],
      ['b', 17],
    ])
    expect(numbers(negated)).toEqual([
      ['w', -10],
      ['b', -30],
    ])
  })

  test('hasKernel asks the current backend only', async () => {
    expect([hasKernel(kernelName), hasKernel('NoSuchKernel')]).toEqual([true, false])
    await useBackend('wasm')
    expect(hasKernel(kernelName)).toBe(false)
    await useBackend('cpu')
  })
})
