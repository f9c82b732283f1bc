import { describe, expect, test } from 'vitest'
import { builtIn } from '../../../src/kind/registry.ts'
import { transformsOf } from '../../../src/kind/transform/policy.ts'
import { load, resolvedText } from '../../../src/pipeline/read/load.ts'
import { declaredPolicies, unusedPolicies } from '../../../src/pipeline/read/policies.ts'
import { render } from '../../../src/prelude/render.ts'
import { resultsOf } from '../../support/either.ts'
import { textOf } from '../../support/pipelines.ts'

const namesOf = (data: unknown, policy: string): readonly string[] =>
  transformsOf(declaredPolicies(data, builtIn).policies[policy]!).map(({ name }) => name)

describe('a declared policy', () => {
  const data = {
    policies: { plain: 'cropFlip', strong: ['plain', { cutout: { size: 0.5 } }], both: ['strong', 'plain'] },
  }

  test('may use those before it, alone and in a list', () => {
    expect(declaredPolicies(data, builtIn).errors).toEqual([])
    expect(namesOf(data, 'plain')).toEqual(['cropFlip'])
    expect(namesOf(data, 'strong')).toEqual(['cropFlip', 'cutout'])
    expect(namesOf(data, 'both')).toEqual(['cropFlip', 'cutout', 'cropFlip'])
  })

  test('may not use one that stands after it', () => {
    const { errors } = declaredPolicies({ policies: { early: ['late'], late: 'cutout', other: 'lat' } }, builtIn)
    expect(errors.map(render)).toEqual([
      expect.stringMatching(/^Expected a transform: one of affine, .* at policies\.early\.0, received "late"$/),
      'Expected a transform or the name of a policy at policies.other, received "lat"; did you mean "late"?',
    ])
  })

  test('may not have the name of a transform', () => {
    const { policies, errors } = declaredPolicies({ policies: { flip: 'cutout' } }, builtIn)
    expect(policies).toEqual({})
    expect(errors.map(render)).toEqual(['Expected a name that no transform has at policies.flip, received "flip"'])
  })

  test('is used by another policy or by the file, or refused', () => {
    expect(unusedPolicies({ ...data, flows: { a: [{ augment: { weak: 'both' } }] } })).toEqual([])
    expect(unusedPolicies(data).map(render)).toEqual([
      'Expected a policy that something uses at policies.both, received "both"',
    ])
    expect(unusedPolicies({ flows: {} })).toEqual([])
  })
})

test('a view that names a policy is drawn by its transforms, and the resolved file needs no name', () => {
  const text = textOf('pipelines/supervised.yaml')
    .replace('\nmodels:', '\npolicies: { plain: { cropFlip: { flip: $flip } }, strong: [plain, cutout] }\nmodels:')
    .replace(/augment: \{ weak: .* \}/, 'augment: { weak: strong }')
  const pipeline = resultsOf(load('named.yaml', text, builtIn))
  const inlined = textOf('pipelines/supervised.yaml').replace(
    /augment: \{ weak: .* \}/,
    'augment: { weak: [{ cropFlip: { flip: $flip } }, cutout] }',
  )
  expect(resolvedText(pipeline)).toBe(resolvedText(resultsOf(load('inlined.yaml', inlined, builtIn))))
})
