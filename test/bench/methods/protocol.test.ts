import { describe, expect, test } from 'vitest'
import { valuesWithSteps } from '../../../bench/methods/budget.ts'
import { methods, reference, settings } from '../../../bench/methods/protocol.ts'
import { phaseRuns } from '../../../src/pipeline/plan/phaseRuns.ts'
import { planOf } from '../../support/pipelines.ts'

describe.each(Object.entries(settings))('in %s', (_, setting) => {
  test('validation is no larger than the labeled set', () => {
    expect(setting.validationPerClass).toBeLessThanOrEqual(setting.labelsPerClass)
  })

  test.each(Object.entries(methods))('%s is a pipeline file that takes its values, phase by phase', (name, method) => {
    const params = method.parts.flatMap((part) => ('param' in part ? [part.param] : []))
    const steps = Object.fromEntries(params.map((param, i) => [param, 100 * (i + 3)]))
    const values = valuesWithSteps(setting, method, steps)
    const plan = planOf(
      `pipelines/${name}.yaml`,
      10,
      ...Object.entries(values).map(([key, value]) => `${key}=${value}`),
    )
    const runs = phaseRuns(plan)
    expect(runs.map(({ name: run, phase: { until } }) => [run, until.name === 'steps' ? until.params : null])).toEqual(
      method.parts.map((part) => [part.phase, 'param' in part ? steps[part.param] : null]),
    )
    expect(Object.keys(plan.models)).toEqual(Object.keys(method.models))
    expect(plan.spec.evaluate.every).toBe(values['every'])
  })
})

test('the arm that others are compared with is one of them, and the first', () => {
  expect(Object.keys(methods)[0]).toBe(reference)
})
