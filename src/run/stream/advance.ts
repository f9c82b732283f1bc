import { type Tensor, type TensorContainer, tidy } from '@tensorflow/tfjs-core'
import type { LedgerRecord, ModelParts, Moment } from '../../kind/definition.ts'
import type { Batch } from '../../kind/field/frame.ts'
import { handOver } from '../../kind/step/handOver.ts'
import type { World } from '../../kind/step/world.ts'
import type { PlanNode } from '../../pipeline/plan/plan.ts'
import { fold } from '../../prelude/key.ts'

/** What one pass through the steps of a flow did. */
export interface Advance {
  readonly world: World
  readonly metrics: Readonly<Record<string, number>>
  readonly records: readonly { readonly ledger: string; readonly rows: readonly LedgerRecord[] }[]
  readonly warnings: readonly string[]
}

const isTensor = (value: Batch[string]): value is Tensor => 'dataId' in value

/** tidy keeps the tensors that it finds in its result; a world is a record of records of tensors and numbers, which it walks. */
const tidyWorld = (compute: () => World): World =>
  tidy(() => compute() as unknown as TensorContainer) as unknown as World

/**
 * Composes the steps of a flow: (world, batch, moment) to the next world. The batch is used up; the old world is left as it is, so that
 * a caller who does not like the result can go on with it.
 *
 * Law: afterwards there are as many tensors as before, less the batch, plus those of the new world that the old one does not share.
 */
export const advanceBy = (nodes: readonly PlanNode[], models: Readonly<Record<string, ModelParts>>) => {
  const steps = nodes.flatMap(({ definition, params, id, given }) =>
    definition.kind === 'step' ? [{ id, run: definition.run(params as never, { id, given, models }) }] : [],
  )
  return (world: World, batch: Batch, moment: Moment): Advance => {
    const metrics: Record<string, number> = {}
    const records: Advance['records'][number][] = []
    const warnings: string[] = []
    const next = tidyWorld(() => {
      let current = world
      let fields = batch
      for (const { id, run } of steps) {
        const outcome = run(current, fields, { ...moment, key: fold(moment.key, id) })
        if (outcome.world !== undefined) {
          if (current !== world) handOver(current, outcome.world, world)
          current = outcome.world
        }
        fields = { ...fields, ...outcome.fields }
        if (outcome.records !== undefined) records.push(outcome.records)
        warnings.push(...(outcome.warnings ?? []))
        for (const [name, value] of Object.entries(outcome.metrics ?? {})) {
          metrics[name] = typeof value === 'number' ? value : value.dataSync()[0]!
          if (typeof value !== 'number') value.dispose()
        }
      }
      return current
    })
    for (const value of Object.values(batch)) if (isTensor(value)) value.dispose()
    return { world: next, metrics, records, warnings }
  }
}
