import { describe, expect, test } from 'vitest'
import { builtIn } from '../../../src/kind/registry.ts'
import { load, resolvedText } from '../../../src/pipeline/read/load.ts'
import { textGraph } from '../../../src/pipeline/show/graph/text.ts'
import { resultsOf } from '../../support/either.ts'
import { parsed, shipped, textOf } from '../../support/pipelines.ts'

const read = (text: string, settings: readonly string[] = []) =>
  resultsOf(load('resolved.yaml', text, builtIn, parsed(settings)))

describe.each(shipped)('the resolved text of %s', (file) => {
  const first = read(textOf(file))
  const resolved = resolvedText(first)
  const again = read(resolved)

  test('loads to the same plan', () => {
    expect(textGraph(again.plan)).toBe(textGraph(first.plan))
    expect(again.plan.facts).toEqual(first.plan.facts)
    expect(again.plan.models).toEqual(first.plan.models)
  })

  test('is its own resolved text', () => {
    expect(resolvedText(again)).toBe(resolved)
  })

  test('has no parameter and no policy left', () => {
    expect(again.spec.params).toEqual({})
    expect(again.spec.policies).toEqual({})
    expect(resolved).not.toMatch(/\$[A-Za-z]|&a1/)
  })
})

test('values of the command line are in the resolved text', () => {
  const { spec } = read(resolvedText(read(textOf('pipelines/supervised.yaml'), ['steps=7', 'rate=0.5'])))
  expect(spec.phases[0]!.until).toEqual({ name: 'steps', params: 7 })
  expect(spec.models['student']!.optimizer).toMatchObject({ params: { rate: { params: { peak: 0.5 } } } })
})

test('a plan for a number of classes has that many outputs', () => {
  const pipeline = read(textOf('pipelines/supervised.yaml'))
  expect(pipeline.plan.models['student']!.heads['label']!.size).toBe('classes')
  expect(resultsOf(pipeline.planFor(7)).models['student']!.heads['label']!.size).toBe(7)
})
