import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { PlanNode } from '../plan/plan.ts'

/**
 * Fails if two steps of a flow keep the same average, which would then move twice, or log the same metric,
 * where one would hide the other.
 */
export const doubles = (nodes: readonly PlanNode[]): readonly DeclarationError[] => {
  const taken = new Set<string>()
  return nodes.flatMap((node) => {
    if (node.kind !== 'step') return []
    const { averages, metrics = [] } = node.use
    const average = averages === undefined ? [] : [`the average ${averages.name} of ${averages.model}`]
    return [...average, ...metrics.map((name) => `the metric ${node.id}.${name}`)].flatMap((what) => {
      if (!taken.has(what)) {
        taken.add(what)
        return []
      }
      return [
        declarationError({
          path: node.path,
          expected: 'a name of its own for every average and metric of a flow',
          received: `${what} again`,
          onKey: true,
        }),
      ]
    })
  })
}
