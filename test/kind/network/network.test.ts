import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Mode, type Network, parameterCount } from '../../../src/kind/network/network.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { countTensors } from '../../../src/tensor/ownership.ts'
import { fastest } from '../../support/available.ts'
import { knownNumbers } from '../../support/knownNumbers.ts'
import { useBackend } from '../../support/useBackend.ts'
import { networkOf } from '../../support/vocabulary.ts'

type Input = readonly [number, number, number]

const build = (given: unknown, input: Input = [32, 32, 3], heads: Readonly<Record<string, number>> = { label: 10 }) =>
  networkOf(given, input, heads)

const running: Mode = { normalization: 'running', noise: null }
const batch: Mode = { normalization: 'batch', noise: null }

const small: readonly (readonly [string, unknown])[] = [
  ['smallConv', { smallConv: { channels: [4, 6], dropout: 0.5 } }],
  ['wideResNet', { wideResNet: { depth: 10, width: 1, dropout: 0.3, drop: 0.5 } }],
  ['resNet', { resNet: { width: 4 } }],
  ['efficientNet', { efficientNet: { drop: 0.5 } }],
  ['mlp', { mlp: { hidden: [6, 5] } }],
]

const outputOf = (net: Network, seed: number, images: tf.Tensor, mode: Mode, head = 'label'): Float32Array =>
  tf.tidy(() => net.apply(net.init(keyOf(seed)), images as tf.Tensor4D, mode).outputs[head]!.dataSync()) as Float32Array

describe('sizes', () => {
  test.each([
    // stem 3*3*3*16 = 432; groups and norms as in the paper; head 128*10 + 10
    [{ wideResNet: { depth: 28, width: 2 } }, 1_467_610],
    [{ wideResNet: { depth: 16, width: 8 } }, 10_961_370],
    // torchvision's resnet18 and resnet50 with 1000 classes
    [{ resNet: { layers: '18', stem: 'imageNet' } }, 11_689_512],
    [{ resNet: { layers: '34', stem: 'imageNet' } }, 21_797_672],
    [{ resNet: { layers: '50', stem: 'imageNet' } }, 25_557_032],
    // torchvision's efficientnet_b0 to b7
    [{ efficientNet: { size: 'B0' } }, 5_288_548],
    [{ efficientNet: { size: 'B1' } }, 7_794_184],
    [{ efficientNet: { size: 'B2' } }, 9_109_994],
    [{ efficientNet: { size: 'B3' } }, 12_233_232],
    [{ efficientNet: { size: 'B4' } }, 19_341_616],
    [{ efficientNet: { size: 'B5' } }, 30_389_784],
    [{ efficientNet: { size: 'B6' } }, 43_040_704],
    [{ efficientNet: { size: 'B7' } }, 66_347_960],
  ] as const)('%j has %i parameters', (given, count) => {
    const classes = 'wideResNet' in given ? 10 : 1000
    expect(parameterCount(build(given, [32, 32, 3], { label: classes }))).toBe(count)
  })

  test('smallConv has the parameters that its shapes multiply to', () => {
    // 9*1*32 + 2*32 + 9*32*64 + 2*64 + 9*64*128 + 2*128 + 128*10 + 10 = 94,186
    expect(parameterCount(build('smallConv', [28, 28, 1]))).toBe(94_186)
  })

  test('mlp is, by default, the network of Lee on MNIST', () => {
    // 784*5000 + 5000 + 5000*10 + 10
    expect(parameterCount(build('mlp', [28, 28, 1]))).toBe(3_975_010)
  })

  test('refuses a depth that is not 6n + 4', () => {
    expect(() => build({ wideResNet: { depth: 27 } })).toThrow(
      'Expected a depth of 6n + 4 (10, 16, 22, 28 ...) at wideResNet.depth, received 27',
    )
  })
})

describe('laws', () => {
  beforeAll(() => useBackend(fastest))

  test.each(small)('%s depends on nothing but the key that it starts from', (_name, given) => {
    const net = build(given, [8, 8, 3])
    const images = knownNumbers([2, 8, 8, 3], 'images')
    expect(outputOf(net, 1, images, batch)).toEqual(outputOf(net, 1, images, batch))
    expect(outputOf(net, 1, images, batch)).not.toEqual(outputOf(net, 2, images, batch))
    images.dispose()
  })

  test.each(small)(
    '%s keeps to its moving statistics, the very tensors, when it normalizes by them',
    (_name, given) => {
      tf.tidy(() => {
        const net = build(given, [8, 8, 3])
        const variables = net.init(keyOf(1))
        const pass = net.apply(variables, knownNumbers([2, 8, 8, 3], 'images') as tf.Tensor4D, running)
        for (const [name, tensor] of Object.entries(variables.statistics)) expect(pass.statistics[name]).toBe(tensor)
      })
    },
  )

  test.each(small)('%s normalized by moving statistics sees each example by itself', (_name, given) => {
    const net = build(given, [8, 8, 3])
    const images = knownNumbers([3, 8, 8, 3], 'images')
    const alone = outputOf(net, 1, tf.slice(images, [1, 0, 0, 0], [1, -1, -1, -1]), running)
    const together = outputOf(net, 1, images, running).slice(10, 20)
    const error = Math.max(...together.map((value, i) => Math.abs(value - alone[i]!)))
    expect(error / Math.max(...alone.map(Math.abs))).toBeLessThan(1e-5)
  })

  test.each(small.filter(([name]) => name !== 'resNet'))(
    '%s is noisy only with a key, and then as the key says',
    (_name, given) => {
      const net = build(given, [8, 8, 3])
      const images = knownNumbers([4, 8, 8, 3], 'images')
      const noisy = (seed: number): Float32Array => outputOf(net, 1, images, { ...batch, noise: keyOf(seed) })
      expect(noisy(5)).toEqual(noisy(5))
      expect(noisy(5)).not.toEqual(noisy(6))
      expect(noisy(5)).not.toEqual(outputOf(net, 1, images, batch))
    },
  )

  test.each(small)('%s works at 8 pixels, on any number of channels, with several heads', (_name, given) => {
    tf.tidy(() => {
      const net = build(given, [8, 9, 2], { label: 7, rotation: 4 })
      const { outputs, features } = net.apply(net.init(keyOf(0)), knownNumbers([2, 8, 9, 2], 'x') as tf.Tensor4D, batch)
      expect(outputs['label']!.shape).toEqual([2, 7])
      expect(outputs['rotation']!.shape).toEqual([2, 4])
      expect(features.rank).toBe(2)
      expect([...outputs['label']!.dataSync()].every(Number.isFinite)).toBe(true)
    })
  })

  test.each(small)('%s makes the variables that it declares, and leaves nothing else', (_name, given) => {
    const net = build(given, [8, 8, 3])
    const before = tf.memory().numTensors
    const variables = net.init(keyOf(1))
    const declared = Object.keys(net.parameters).length + Object.keys(net.statistics).length
    expect(countTensors({ ...variables.parameters, ...variables.statistics })).toBe(declared)
    expect(tf.memory().numTensors - before).toBe(declared)
    for (const [name, { shape }] of Object.entries(net.parameters))
      expect(variables.parameters[name]!.shape).toEqual(shape)
    tf.dispose([variables.parameters, variables.statistics])
    tf.tidy(() => {
      net.apply(net.init(keyOf(1)), knownNumbers([2, 8, 8, 3], 'x') as tf.Tensor4D, batch)
    })
    expect(tf.memory().numTensors).toBe(before)
  })

  test('a moving statistic keeps `momentum` of the old and takes the rest from the batch, the variance unbiased', () => {
    tf.tidy(() => {
      // One channel, a stem whose kernel passes the image through: the batch norm sees the image itself.
      const net = build({ smallConv: { channels: [1], momentum: 0.75 } }, [2, 2, 1], { label: 1 })
      const variables = net.init(keyOf(0))
      const through = tf.tensor4d([0, 0, 0, 0, 1, 0, 0, 0, 0], [3, 3, 1, 1])
      const parameters = { ...variables.parameters, 'stage0/conv/kernel': through }
      const images = tf.tensor4d([1, 2, 3, 6], [1, 2, 2, 1])
      const { statistics } = net.apply({ ...variables, parameters }, images, batch)
      // mean 3: 0.75 * 0 + 0.25 * 3; squares 4 + 1 + 0 + 9 = 14, over 3: 0.75 * 1 + 0.25 * 14 / 3
      expect(statistics['stage0/norm/mean']!.dataSync()[0]).toBeCloseTo(0.75, 6)
      expect(statistics['stage0/norm/variance']!.dataSync()[0]).toBeCloseTo(0.75 + 14 / 12, 6)
    })
  })

  test('kernels start with the variance that He et al. give for their fan out', () => {
    const net = build({ wideResNet: { depth: 10, width: 2 } })
    const kernel = net.init(keyOf(3)).parameters['group3/block0/conv2/kernel']!
    const { mean, variance } = tf.moments(kernel)
    const expected = 2 / (9 * 128)
    // 147,456 draws: the deviation of the sample variance is 0.4 % of it
    expect(Math.abs(variance.dataSync()[0]! / expected - 1)).toBeLessThan(0.02)
    expect(Math.abs(mean.dataSync()[0]!)).toBeLessThan(4 * Math.sqrt(expected / kernel.size))
  })
})
