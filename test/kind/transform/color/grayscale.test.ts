import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { withChannels } from '../../../../src/image/luma.ts'
import { drawn, mistakes, noise, samePixels } from '../../../augment/arbitraries.ts'

const image = noise(6, 5, 3, 4)

test('makes the three channels the luma', () => {
  const gray = apply(drawn({ grayscale: { probability: 1 } }, 1, image))(image)
  expect(samePixels(gray, withChannels(3)(withChannels(1)(image)))).toBe(true)
})

test('leaves gray pictures alone', () => {
  const gray = noise(6, 5, 1, 4)
  expect(samePixels(apply(drawn({ grayscale: { probability: 1 } }, 1, gray))(gray), gray)).toBe(true)
})

test('law: probability 0 is the identity', () => {
  expect(drawn({ grayscale: { probability: 0 } }, 1, image)).toEqual(identity)
  expect(mistakes({ grayscale: 0.2 })).toEqual(['Expected a record of probability at grayscale, received 0.2'])
})
