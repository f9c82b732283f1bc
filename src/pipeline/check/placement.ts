import type { AppliedOperator } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'

/** A place in a flow. A flow is a source, orders, stages, a batch and steps; or a join of flows and steps. */
export type Place = 'source' | 'flows' | 'order' | 'stage' | 'batch' | 'step'

/** The place of an operator in a flow. */
export const placeOf = (operator: AppliedOperator): Place => {
  if (operator.kind !== 'join') return operator.kind
  return operator.use.joins === 'flows' ? 'flows' : 'batch'
}

const rank: Readonly<Record<Place, number>> = { source: 0, flows: 0, order: 1, stage: 2, batch: 3, step: 4 }

const rule = (name: string): Readonly<Record<Place, string>> => ({
  source: 'a source at the start of a flow only',
  flows: `${name} at the start of a flow only`,
  order: 'orders between a source and the first stage',
  stage: 'stages between a source and the batch',
  batch: 'one batch, after a source and its stages',
  step: 'steps after a batch or zip',
})

interface Placed {
  readonly operator: AppliedOperator
  readonly path: readonly string[]
}

const misplaced = ({ operator, path }: Placed, expected: string): DeclarationError =>
  declarationError({ path, expected, received: operator.name, onKey: true })

/**
 * Checks the order of the operators of a flow.
 *
 * - Fails if an operator stands in the wrong place.
 * - Fails if a flow from a source never joins its samples to batches.
 */
export const placementErrors = (path: readonly string[], nodes: readonly Placed[]): readonly DeclarationError[] => {
  const errors: DeclarationError[] = []
  const zips = nodes.some(({ operator }) => placeOf(operator) === 'flows')
  const batches = nodes.some(({ operator }) => placeOf(operator) === 'batch')
  let reached = rank.source
  nodes.forEach((node, index) => {
    const place = placeOf(node.operator)
    const starts = rank[place] === 0
    const late = rank[place] < reached || (place === 'batch' && reached === rank.batch)
    const early = place === 'step' && !zips && reached < rank.batch
    const betweenZipAndStep = zips && !starts && place !== 'step'
    if (index === 0 && !starts) errors.push(misplaced(node, 'a source or zip first'))
    else if (starts ? index > 0 : late || early || betweenZipAndStep) {
      errors.push(misplaced(node, rule(node.operator.name)[place]))
    }
    reached = Math.max(reached, rank[place])
  })
  if (!zips && !batches && errors.length === 0) {
    errors.push(
      declarationError({ path, expected: 'a flow that joins its samples with batch', received: 'none', onKey: true }),
    )
  }
  return errors
}
