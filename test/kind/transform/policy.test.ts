// Covers src/kind/vocabulary.ts.
import { describe, expect, test } from 'vitest'
import { builtIn } from '../../../src/kind/registry.ts'
import { type Policy, transformsOf } from '../../../src/kind/transform/policy.ts'
import { transforms } from '../../../src/kind/transform/transforms.ts'
import { vocabularyOf } from '../../../src/kind/vocabulary.ts'
import { policyOf, refusals, written } from '../../support/vocabulary.ts'

const weak = policyOf([{ flip: { probability: 1 } }, 'cropFlip'])
const single = policyOf({ cutout: { size: 0.25 } })
const { policy: codec } = vocabularyOf(builtIn, { weak, single, empty: [], flip: single })

const read = (data: unknown): Policy => written(codec, data)
const namesIn = (policy: Policy): readonly string[] => transformsOf(policy).map(({ name }) => name)

describe('a named policy', () => {
  test('stands for its transforms alone: the very ones that the file declares', () => {
    expect(read('weak')).toBe(weak)
    expect(read('single')).toBe(single)
    expect(read('empty')).toEqual([])
  })

  test('stands for its transforms in a list, in their place', () => {
    expect(namesIn(read(['grayscale', 'weak', 'single', 'empty', 'blur']))).toEqual([
      'grayscale',
      'flip',
      'cropFlip',
      'cutout',
      'blur',
    ])
    expect(transformsOf(read(['weak']))).toEqual(weak)
  })

  test('twice in a list stands for its transforms twice', () =>
    expect(namesIn(read(['weak', 'weak']))).toEqual(['flip', 'cropFlip', 'flip', 'cropFlip']))

  test('of a policy that names others is flat', () => {
    const nested = vocabularyOf(builtIn, { strong: read(['weak', 'single']) }).policy
    expect(namesIn(written(nested, ['strong', 'blur']))).toEqual(['flip', 'cropFlip', 'cutout', 'blur'])
  })

  test('comes before a transform of its name, which parameters still reach', () => {
    expect(namesIn(read('flip'))).toEqual(['cutout'])
    expect(namesIn(read({ flip: {} }))).toEqual(['flip'])
  })

  test('is written as what it stands for', () => {
    const { params } = single as Exclude<Policy, readonly unknown[]>
    expect(codec.encode(read('single'))).toEqual({ cutout: params })
    expect(codec.encode(read(['single']))).toEqual([{ cutout: params }])
  })
})

describe('mistakes', () => {
  const known = `a transform: one of ${Object.keys(transforms).join(', ')}`

  test('an unknown name is refused, with the nearest of all policies and transforms', () => {
    expect(refusals(codec, 'weka')).toEqual([
      'Expected a transform or the name of a policy, received "weka"; did you mean "weak"?',
    ])
    expect(refusals(codec, 'cropflip')).toEqual([
      'Expected a transform or the name of a policy, received "cropflip"; did you mean "cropFlip"?',
    ])
    expect(refusals(codec, 'nothing like it')).toEqual([
      'Expected a transform or the name of a policy, received "nothing like it"',
    ])
  })

  test('in a list its place is named, and every mistake is reported', () =>
    expect(refusals(codec, ['weak', 'singel', { cutout: { size: 2 } }, 3])).toEqual([
      'Expected a transform or the name of a policy at 1, received "singel"; did you mean "single"?',
      'Expected a number from 0 to 1 at 2.cutout.size, received 2',
      `Expected ${known} at 3, received 3`,
    ]))

  test('a list inside a list is no policy', () =>
    expect(refusals(codec, [['weak']])).toEqual([`Expected ${known} at 0, received ["weak"]`]))

  test('without policies a name is one of the transforms', () =>
    expect(refusals(vocabularyOf(builtIn).policy, 'weak')).toEqual([`Expected ${known}, received "weak"`]))
})

describe('the codec', () => {
  test('knows its own values, alone and in lists', () => {
    expect([weak, single, []].every((one) => codec.is(one))).toBe(true)
    expect([null, 'weak', [{ name: 'flip' }]].some((one) => codec.is(one))).toBe(false)
  })
})

describe('transformsOf', () => {
  test('is the list itself, or a list of one', () => {
    expect(transformsOf(weak)).toBe(weak)
    expect(transformsOf(single)).toEqual([single])
  })
})
