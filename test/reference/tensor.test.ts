import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { adamUpdate } from '../../src/tensor/operation/adamUpdate.ts'
import { batchNorm } from '../../src/tensor/operation/batchNorm.ts'
import { batchNormWith } from '../../src/tensor/operation/batchNormWith.ts'
import { sgdUpdate } from '../../src/tensor/operation/sgdUpdate.ts'
import { softmaxCrossEntropy } from '../../src/tensor/operation/softmaxCrossEntropy.ts'
import type { Tensors } from '../../src/tensor/tensors.ts'
import { computing } from '../support/computing.ts'

interface Plain {
  readonly shape: number[]
  readonly values: readonly number[]
}

type Plains<Name extends string> = Readonly<Record<Name, Plain>>

type BatchNormNumbers = Plains<
  'x' | 'scale' | 'offset' | 'weight' | 'y' | 'mean' | 'variance' | 'dx' | 'dScale' | 'dOffset'
> & { readonly epsilon: number; readonly activation: 'none' | 'relu' }

interface UpdateNumbers<Options> {
  readonly options: Options
  readonly decay: readonly number[]
  readonly start: readonly Plain[]
  readonly steps: readonly {
    readonly rate: number
    readonly gradients: readonly Plain[]
    readonly parameters: readonly Plain[]
  }[]
}

interface Reference {
  readonly batchNorm: readonly BatchNormNumbers[]
  readonly crossEntropy: readonly Plains<'logits' | 'labels' | 'losses' | 'dLogits'>[]
  readonly sgd: readonly UpdateNumbers<{ readonly momentum: number; readonly nesterov: boolean }>[]
  readonly adam: readonly UpdateNumbers<{
    readonly beta1: number
    readonly beta2: number
    readonly epsilon: number
    readonly decoupled: boolean
  }>[]
}

// Written by fixtures/reference/tensor.py with PyTorch. The file names the versions of its tools.
const reference: Reference = JSON.parse(readFileSync('fixtures/reference/tensor.json', 'utf8'))

const tensorOf = ({ shape, values }: Plain): tf.Tensor => tf.tensor([...values], shape, 'float32')

/** Decays the kernel, not the bias. */
const named = (plains: readonly Plain[]): Tensors => ({ kernel: tensorOf(plains[0]!), bias: tensorOf(plains[1]!) })

const zeros = (plains: readonly Plain[]): Tensors => ({
  kernel: tf.zeros(plains[0]!.shape),
  bias: tf.zeros(plains[1]!.shape),
})

/** Within 2e-6 plus 1e-5 of the size of the number, because both sides compute in float32. */
const expectClose = (actual: tf.Tensor, expected: Plain): void => {
  expect(actual.shape).toEqual(expected.shape)
  const far = [...actual.dataSync()].flatMap((value, at) => {
    const target = expected.values[at]!
    return Math.abs(value - target) <= 2e-6 + 1e-5 * Math.abs(target) ? [] : [{ at, value, target }]
  })
  expect(far).toEqual([])
}

describe.each(computing)('against PyTorch, $name', ({ start }) => {
  beforeAll(start)

  test.each(reference.batchNorm)('batch norm of $x.shape, $activation: values, statistics and gradients', (numbers) => {
    const { epsilon, activation } = numbers
    tf.tidy(() => {
      const inputs = [tensorOf(numbers.x), tensorOf(numbers.scale), tensorOf(numbers.offset)]
      const { y, mean, variance } = batchNorm(inputs[0]!, inputs[1]!, inputs[2]!, { epsilon, activation })
      expectClose(y, numbers.y)
      expectClose(mean, numbers.mean)
      expectClose(variance, numbers.variance)
      const weight = tensorOf(numbers.weight)
      const [dx, dScale, dOffset] = tf.grads((x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
        tf.sum(tf.mul(batchNorm(x, scale, offset, { epsilon, activation }).y, weight)),
      )(inputs)
      expectClose(dx!, numbers.dx)
      expectClose(dScale!, numbers.dScale)
      expectClose(dOffset!, numbers.dOffset)
    })
  })

  test.each(reference.batchNorm)('batch norm of $x.shape, $activation, with fixed statistics', (numbers) => {
    const { epsilon, activation } = numbers
    tf.tidy(() => {
      const statistics = { mean: tensorOf(numbers.mean), variance: tensorOf(numbers.variance) }
      const [x, scale, offset] = [tensorOf(numbers.x), tensorOf(numbers.scale), tensorOf(numbers.offset)]
      expectClose(batchNormWith(x, statistics, scale, offset, { epsilon, activation }), numbers.y)
    })
  })

  test.each(reference.crossEntropy)('softmax cross-entropy, case %#: values and gradients', (numbers) => {
    tf.tidy(() => {
      const labels = tensorOf(numbers.labels) as tf.Tensor2D
      const logits = tensorOf(numbers.logits) as tf.Tensor2D
      expectClose(softmaxCrossEntropy(logits, labels), numbers.losses)
      const gradient = tf.grad((z: tf.Tensor) => tf.sum(softmaxCrossEntropy(z as tf.Tensor2D, labels)))(logits)
      expectClose(gradient, numbers.dLogits)
    })
  })

  test.each(reference.sgd)('three steps of SGD: $options', ({ options, decay, start, steps }) => {
    tf.tidy(() => {
      let state = { parameters: named(start), velocities: zeros(start) }
      for (const { rate, gradients, parameters } of steps) {
        const rule = { ...options, rate, decay: { kernel: decay[0]!, bias: decay[1]! } }
        state = sgdUpdate(state.parameters, named(gradients), state.velocities, rule)
        expectClose(state.parameters['kernel']!, parameters[0]!)
        expectClose(state.parameters['bias']!, parameters[1]!)
      }
    })
  })

  test.each(reference.adam)('three steps of Adam: $options', ({ options, decay, start, steps }) => {
    tf.tidy(() => {
      let state = { parameters: named(start), first: zeros(start), second: zeros(start) }
      steps.forEach(({ rate, gradients, parameters }, i) => {
        const rule = { ...options, rate, step: i + 1, decay: { kernel: decay[0]!, bias: decay[1]! } }
        state = adamUpdate(state.parameters, named(gradients), state.first, state.second, rule)
        expectClose(state.parameters['kernel']!, parameters[0]!)
        expectClose(state.parameters['bias']!, parameters[1]!)
      })
    })
  })
})
