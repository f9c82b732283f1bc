import type { AnyOperator } from '../../kind/definition.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'

/** Where an operator may stand in a flow: a source, orders, stages, a batch, steps; or a zip and steps. */
export type Place = 'source' | 'zip' | 'order' | 'stage' | 'batch' | 'step'

export const placeOf = ({ kind, name }: AnyOperator): Place =>
  kind !== 'gather' ? kind : name === 'zip' ? 'zip' : 'batch'

const rank: Readonly<Record<Place, number>> = { source: 0, zip: 0, order: 1, stage: 2, batch: 3, step: 4 }

const rule: Readonly<Record<Place, string>> = {
  source: 'a source at the start of a flow only',
  zip: 'zip at the start of a flow only',
  order: 'shuffle, repeat, take and balance between a source and the first stage',
  stage: 'stages between a source and the batch',
  batch: 'one batch, after a source and its stages',
  step: 'steps after a batch or zip',
}

interface Placed {
  readonly definition: AnyOperator
  readonly path: readonly string[]
}

const misplaced = ({ definition, path }: Placed, expected: string): DeclarationError =>
  declarationError({ path, expected, received: definition.name, onKey: true })

/** Every operator of a flow that stands where it cannot; and a flow from a source that never joins its samples to batches. */
export const placementErrors = (path: readonly string[], nodes: readonly Placed[]): readonly DeclarationError[] => {
  const errors: DeclarationError[] = []
  const zips = nodes.some(({ definition }) => placeOf(definition) === 'zip')
  const batches = nodes.some(({ definition }) => placeOf(definition) === 'batch')
  let reached = rank.source
  nodes.forEach((node, index) => {
    const place = placeOf(node.definition)
    const starts = rank[place] === 0
    const late = rank[place] < reached || (place === 'batch' && reached === rank.batch)
    const early = place === 'step' && !zips && reached < rank.batch
    const betweenZipAndStep = zips && !starts && place !== 'step'
    if (index === 0 && !starts) errors.push(misplaced(node, 'a source or zip first'))
    else if (starts ? index > 0 : late || early || betweenZipAndStep) errors.push(misplaced(node, rule[place]))
    reached = Math.max(reached, rank[place])
  })
  if (!zips && !batches && errors.length === 0) {
    errors.push(
      declarationError({ path, expected: 'a flow that joins its samples with batch', received: 'none', onKey: true }),
    )
  }
  return errors
}
