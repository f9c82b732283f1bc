import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { depthwise } from '../../../../src/kind/network/layer/depthwise.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

describe('depthwise', () => {
  beforeAll(() => useBackend('cpu'))

  // Channel 0 holds 1, 2, 3 and channel 1 holds 10, 20, 30, in one row.
  const images = () => tf.tensor4d([1, 10, 2, 20, 3, 30], [1, 1, 3, 2])
  // Only the middle row of the kernel meets the image: 1, 0, -1 for channel 0, and 0, 1, 1 for channel 1.
  const kernel = () => tf.tensor4d([0, 0, 0, 0, 0, 0, 1, 0, 0, 1, -1, 1, 0, 0, 0, 0, 0, 0], [3, 3, 2, 1])

  test('convolves each channel by itself, with zeros beyond the edge', () => {
    const values = depthwise('d', { channels: 2, kernel: 3, stride: 1 }).apply(
      layerRun({ 'd/kernel': kernel() }),
      images(),
    )
    // Channel 0: 0 - 2, 1 - 3, 2 - 0. Channel 1: 10 + 20, 20 + 30, 30 + 0.
    expect([...values.dataSync()]).toEqual([-2, 30, -2, 50, 2, 30])
  })

  test('scales and shifts each channel in the same pass', () => {
    const after = {
      factor: tf.tensor1d([10, 1]),
      bias: tf.tensor1d([1, -40]),
      activation: 'relu' as const,
      leakyreluAlpha: 0,
    }
    const values = depthwise('d', { channels: 2, kernel: 3, stride: 2 }).applyWith(
      layerRun({ 'd/kernel': kernel() }),
      images(),
      after,
    )
    // Stride 2 keeps positions 0 and 2, and negative values become 0.
    // Channel 0: -20 + 1, 20 + 1. Channel 1: 30 - 40, 30 - 40.
    expect([...values.dataSync()]).toEqual([0, 0, 21, 0])
  })

  test('declares one kernel per channel, drawn with variance 2 / kernel^2', () => {
    const { parameters } = depthwise('d', { channels: 6, kernel: 5, stride: 1 }).declared
    expect([parameters['d/kernel']!.shape, parameters['d/kernel']!.kind]).toEqual([[5, 5, 6, 1], 'kernel'])
    const values = parameters['d/kernel']!.values(keyOf(2), 20_000)
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
    // 2 / 25 = 0.08; the variance of 20,000 draws deviates by sqrt(2 / 20,000) = 1 %.
    expect(Math.abs(variance / 0.08 - 1)).toBeLessThan(0.04)
  })
})
