import { describe, expect, test } from 'vitest'
import { builtIn, kinds, operatorKinds, unitsOf } from '../../src/kind/registry.ts'
import { vocabularyOf } from '../../src/kind/vocabulary.ts'
import { refusals, using, written } from '../support/vocabulary.ts'

const units = unitsOf(builtIn)

describe('the registry', () => {
  test('lists every unit under its kind and its name', () => {
    for (const kind of kinds)
      expect(Object.entries(builtIn[kind]).map(([name, unit]) => [name, unit.kind])).toEqual(
        Object.values(builtIn[kind]).map((unit) => [unit.name, kind]),
      )
    expect(units.length).toBe(kinds.reduce((sum, kind) => sum + Object.keys(builtIn[kind]).length, 0))
  })

  test('has no name twice among operators, which share one set of names', () => {
    const names = operatorKinds.flatMap((kind) => Object.keys(builtIn[kind]))
    expect(new Set(names).size).toBe(names.length)
  })

  test('has no unit twice', () => expect(new Set<unknown>(units).size).toBe(units.length))
})

describe('the vocabulary of a registry', () => {
  const { bound, operator, registry } = vocabularyOf(builtIn)

  test('has a codec for every unit, which is made once', () => {
    for (const kind of kinds) for (const unit of Object.values(bound[kind])) expect(unit.params).toBe(unit.params)
    expect(registry).toBe(builtIn)
  })

  test('reads operators of all five kinds', () => {
    const kindOf = (data: unknown) => written(operator, data).kind
    expect([
      kindOf('labeledImages'),
      kindOf('shuffle'),
      kindOf({ augment: { weak: 'cropFlip' } }),
      kindOf({ batch: { size: 2 } }),
      kindOf({ average: { model: 'student' } }),
    ]).toEqual(['source', 'order', 'stage', 'join', 'step'])
  })

  test('reads a step down to the schedule of a scalar of its loss, and applies each unit on the way', () => {
    const step = using(builtIn.step.update, {
      model: 'student',
      loss: { one: { entropy: { of: 'weak' }, weight: { warmUp: { steps: 4, into: { linear: { to: 2, end: 9 } } } } } },
    })
    expect(step.metrics).toEqual(['one', 'total'])
  })

  test('names every operator where there is none of that name', () =>
    expect(refusals(operator, 'agument')).toEqual([
      `Expected an operator: one of ${operatorKinds.flatMap((kind) => Object.keys(builtIn[kind])).join(', ')}, received "agument"; did you mean "augment"?`,
    ]))
})
