import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { PlanNode, StepNode } from '../plan/plan.ts'

const namesOf = ({ id, use: { averages, metrics = [] } }: StepNode): readonly string[] => [
  ...(averages === undefined ? [] : [`the average ${averages.name} of ${averages.model}`]),
  ...metrics.map((name) => `the metric ${id}.${name}`),
]

/**
 * Fails if two steps of a flow keep the same average, which would then move twice, or log the same metric,
 * where one would hide the other.
 */
export const doubleNames = (nodes: readonly PlanNode[]): readonly DeclarationError[] => {
  const taken = new Set<string>()
  const errors: DeclarationError[] = []
  for (const node of nodes) {
    if (node.kind !== 'step') continue
    for (const name of namesOf(node)) {
      if (taken.has(name)) {
        const expected = 'a name of its own for every average and metric of a flow'
        errors.push(declarationError({ path: node.path, expected, received: `${name} again`, onKey: true }))
      }
      taken.add(name)
    }
  }
  return errors
}
