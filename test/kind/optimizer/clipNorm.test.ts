import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { globalNorm } from '../../../src/kind/optimizer/clipNorm.ts'
import { useBackend } from '../../support/useBackend.ts'
import { refusals, vocabulary } from '../../support/vocabulary.ts'
import { apart, leftBy, type Numbers, randomNumbers, tensorsOf } from './updated.ts'

beforeAll(() => useBackend('cpu'))

/** 3^2 + 0^2 + 4^2 + 12^2 = 13^2. */
const gradients = { kernel: [3, 0], bias: [4], scale: [12] }
const parameters = { kernel: [1, 1], bias: [1], scale: [1] }

const normOf = (numbers: Numbers): number => Math.hypot(...Object.values(numbers).flat())

describe('clipNorm', () => {
  test('takes the norm of all gradients as one vector: sqrt(9 + 16 + 144) = 13', () =>
    expect(tf.tidy(() => globalNorm(tensorsOf(gradients)).dataSync()[0])).toBe(13))

  test('divides a gradient of 13 by 13 to the norm 1, biases and scales included', () => {
    const left = leftBy({ clipNorm: { norm: 1 } }, parameters, gradients)
    expect(apart(left, { kernel: [3 / 13, 0], bias: [4 / 13], scale: [12 / 13] })).toBeLessThan(1e-6)
  })

  test.each([13, 14, 1e6])('leaves a gradient of 13 as it is, to the bit, at a norm of %d', (norm) =>
    expect(leftBy({ clipNorm: { norm } }, parameters, gradients)).toEqual(gradients),
  )

  test('leaves gradients of zeros, and no gradients at all', () => {
    const zeros = { kernel: [0, 0], bias: [0], scale: [0] }
    expect(leftBy({ clipNorm: { norm: 1e-12 } }, parameters, zeros)).toEqual(zeros)
    expect(leftBy({ clipNorm: { norm: 1 } }, {}, {})).toEqual({})
  })

  test.each([
    [{}, 'Expected a number of at least 1e-12 at clipNorm.norm, received nothing'],
    [{ norm: 0 }, 'Expected a number of at least 1e-12 at clipNorm.norm, received 0'],
  ])('%j is refused', (params, message) =>
    expect(refusals(vocabulary.optimizer, { clipNorm: params })).toEqual([message]),
  )
})

describe('laws', () => {
  const cases = fc.tuple(
    fc.nat(),
    fc.double({ min: 0.01, max: 20, noNaN: true }),
    fc.double({ min: 0.01, max: 10, noNaN: true }),
  )
  const scaled = (numbers: Numbers, factor: number): Numbers =>
    Object.fromEntries(
      Object.entries(numbers).map(([name, values]) => [name, values.map((v) => Math.fround(v * factor))]),
    )

  test('the norm afterwards is at most `norm`, shorter gradients stay, the direction stays', () => {
    fc.assert(
      fc.property(cases, ([seed, norm, length]) => {
        const slopes = scaled(randomNumbers(seed, 'gradients'), length)
        const left = leftBy({ clipNorm: { norm } }, randomNumbers(seed, 'parameters'), slopes)
        const before = normOf(slopes)
        const short = before <= norm * (1 - 1e-6)
        return (
          normOf(left) <= norm * (1 + 1e-5) &&
          (!short || apart(left, slopes) === 0) &&
          apart(left, scaled(slopes, Math.min(1, norm / before))) < 1e-5
        )
      }),
      { seed: 71, numRuns: 60 },
    )
  })
})
