import { expect, test } from 'vitest'
import { policySize } from '../../../src/kind/transform/policySize.ts'
import { policyOf } from '../../augment/arbitraries.ts'

const wide = { width: 40, height: 30 }

test('is the size of the picture unless a transform says otherwise', () => {
  expect(policySize(policyOf(['cropFlip', 'randAugment']), wide)).toEqual(wide)
  expect(policySize(policyOf(['cropFlip', { resizedCrop: { size: 24 } }]), wide)).toEqual({ width: 24, height: 24 })
})

test('is unknown after a random quarter turn of a picture that is not square', () => {
  expect(policySize(policyOf('rotate90'), wide)).toBeNull()
  expect(policySize(policyOf(['rotate90', { resizedCrop: { size: 24 } }]), wide)).toBeNull()
  expect(policySize(policyOf([{ resizedCrop: { size: 24 } }, 'rotate90']), wide)).toEqual({ width: 24, height: 24 })
})

test('is known after a stated quarter turn', () => {
  expect(policySize(policyOf({ rotate90: { turns: 1 } }), wide)).toEqual({ width: 30, height: 40 })
  expect(policySize(policyOf({ rotate90: { turns: 2 } }), wide)).toEqual(wide)
})
