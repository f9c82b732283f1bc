import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { drawn, mistakes, noise } from '../../../augment/arbitraries.ts'

const size = { width: 6, height: 6 }

test('tells the factors of color, contrast, brightness and sharpness, each from the whole range', () => {
  const told = Array.from(
    { length: 500 },
    (_, seed) => drawn({ enhance: { writes: 'factors' } }, seed, size).targets.factors,
  )
  const vectors = told.filter((target) => Array.isArray(target))
  expect(vectors).toHaveLength(500)
  for (const place of [0, 1, 2, 3]) {
    const values = vectors.map((vector) => vector[place]!)
    expect([
      Math.min(...values) >= 0.2,
      Math.min(...values) < 0.22,
      Math.max(...values) <= 1.8,
      Math.max(...values) > 1.78,
    ]).toEqual(Array(4).fill(true))
  }
})

test('applies what it tells', () => {
  const draw = drawn({ enhance: { writes: 'factors' } }, 7, size)
  const { factors } = draw.targets
  expect(draw.primitives.map(({ kind }) => kind)).toEqual(['color', 'contrast', 'lookup', 'kernel'])
  const [, contrast, brightness] = draw.primitives
  expect(contrast).toEqual({ kind: 'contrast', factor: Array.isArray(factors) ? factors[1] : 0 })
  expect(brightness).toEqual({
    kind: 'lookup',
    curves: [{ kind: 'blend', toward: 0, factor: Array.isArray(factors) ? factors[2] : 0 }],
  })
})

test('factor 0 of each is a flat gray picture: nothing of anything', () => {
  const image = noise(6, 6, 3, 1)
  expect(new Set(apply(drawn({ enhance: { factor: [0, 0] } }, 1, size))(image).data)).toEqual(new Set([0]))
})

test('law: factor 1 is the identity', () => {
  expect(drawn({ enhance: { factor: [1, 1] } }, 1, size)).toEqual(identity)
  expect(mistakes({ enhance: { factor: [-1, 1] } })).toEqual([
    'Expected a number of at least 0 at enhance.factor.0, received -1',
  ])
})
