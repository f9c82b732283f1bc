import { type Tensor, type TensorContainer, tidy } from '@tensorflow/tfjs-core'
import type { Batch } from '../../kind/field/frame.ts'
import { handOver } from '../../kind/step/handOver.ts'
import type { LedgerRecord, ModelParts, Moment, Outcome } from '../../kind/step/step.ts'
import type { World } from '../../kind/step/world.ts'
import { namesIn, type StepNode } from '../../pipeline/plan/plan.ts'
import { ContractViolation } from '../../prelude/errors.ts'
import { fold } from '../../prelude/key.ts'

/** What one pass through the steps of a flow did. */
export interface Advance {
  readonly world: World
  /** By the id of the step and the name of the metric: `train.update.supervised`. */
  readonly metrics: Readonly<Record<string, number>>
  readonly records: readonly { readonly ledger: string; readonly rows: readonly LedgerRecord[] }[]
  readonly warnings: readonly string[]
}

const isTensor = (value: Batch[string]): value is Tensor => 'dataId' in value

/** `tidy` keeps the tensors in its result. It walks records of records, and a world is one. */
const tidyWorld = (compute: () => World): World =>
  tidy(() => compute() as unknown as TensorContainer) as unknown as World

/** The name of a step's state in the world: the one in the file, or the id of the step. */
export const stateOf = ({ id, use }: StepNode): string => use.state?.name ?? id

/** Fails unless a step wrote the fields and logged no metrics but those that it declares. */
const assertDeclared = (node: StepNode, { fields = {}, metrics = {} }: Outcome): void => {
  const missing = namesIn(node, 'write').find((name) => !Object.hasOwn(fields, name))
  if (missing !== undefined) {
    throw new ContractViolation(`Expected the field ${missing} from the step ${node.id}, received nothing`)
  }
  const declared = node.use.metrics ?? []
  const other = Object.keys(metrics).find((name) => !declared.includes(name))
  if (other !== undefined) {
    throw new ContractViolation(`Expected no metric but those declared by ${node.id}, received ${other}`)
  }
}

/** The metrics of a step as numbers, with the id of the step before their names. */
const measured = (id: string, metrics: Outcome['metrics'] = {}): readonly (readonly [string, number])[] =>
  Object.entries(metrics).map(([name, value]) => {
    if (typeof value === 'number') return [`${id}.${name}`, value]
    if (value.size !== 1) {
      throw new ContractViolation(`Expected a number at the metric ${id}.${name}, received [${value.shape}]`)
    }
    const number = value.dataSync()[0]!
    value.dispose()
    return [`${id}.${name}`, number]
  })

/**
 * Composes the steps of a flow: (world, batch, moment) to the next world.
 *
 * The batch is disposed. The old world stays as it is, so a caller who rejects the result can go on with it.
 *
 * Law: afterwards there are the tensors from before, without the batch, and those of the new world that the old
 * one does not share.
 */
export const advanceBy = (nodes: readonly StepNode[], models: Readonly<Record<string, ModelParts>>) => {
  const steps = nodes.map((node) => {
    const { id, given, use } = node
    return { node, id, run: use.run({ id, state: stateOf(node), given, models }) }
  })
  return (world: World, batch: Batch, moment: Moment): Advance => {
    const metrics: (readonly [string, number])[] = []
    const records: Advance['records'][number][] = []
    const warnings: string[] = []
    const next = tidyWorld(() => {
      let current = world
      let fields = batch
      for (const { node, id, run } of steps) {
        const outcome = run(current, fields, { ...moment, key: fold(moment.key, id) })
        assertDeclared(node, outcome)
        if (outcome.world !== undefined) {
          if (current !== world) handOver(current, outcome.world, world)
          current = outcome.world
        }
        fields = { ...fields, ...outcome.fields }
        if (outcome.records !== undefined) records.push(outcome.records)
        warnings.push(...(outcome.warnings ?? []).map((warning) => `${id}: ${warning}`))
        metrics.push(...measured(id, outcome.metrics))
      }
      return current
    })
    for (const value of Object.values(batch)) if (isTensor(value)) value.dispose()
    return { world: next, metrics: Object.fromEntries(metrics), records, warnings }
  }
}
