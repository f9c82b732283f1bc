import { expect, test } from 'vitest'
import { namesIn, nodesOf, weightsOf } from '../../../src/pipeline/plan/plan.ts'
import { planOf } from '../../support/pipelines.ts'

const plan = planOf('pipelines/fix-match.yaml')

test('the operators of a flow are in the order of the file', () => {
  for (const [name, flow] of Object.entries(plan.flows)) {
    expect(nodesOf(flow).map((node) => node.name)).toEqual(
      plan.spec.flows[name]!.filter((operator) => operator.name !== 'zip').map((operator) => operator.name),
    )
  }
})

test('names are told apart by their role', () => {
  const step = plan.flows['train']!.steps.find((node) => node.name === 'confident')!
  expect(namesIn(step, 'read')).toHaveLength(1)
  expect(namesIn(step, 'write')).toHaveLength(1)
  expect(namesIn(step, 'model')).toEqual([])
})

test('a model has raw weights, and those of each average that a step keeps', () => {
  expect(weightsOf(plan, 'student')).toEqual(['raw', 'average'])
  expect(weightsOf(plan, 'another')).toEqual(['raw'])
})
