import { applied, type Bound, bind, type Codec, type Table } from '../codec/index.ts'
import type { AppliedJoin } from './join/join.ts'
import type { AppliedNetwork } from './network/body.ts'
import { type OptimizerChoice, optimizerOf } from './optimizer/optimizer.ts'
import type { AppliedOrder } from './order/order.ts'
import type { Registry } from './registry.ts'
import { type Amount, type Amounts, amountOf } from './schedule/schedule.ts'
import type { AppliedSource } from './source/source.ts'
import type { AppliedStage } from './stage/stage.ts'
import type { AppliedStep } from './step/step.ts'
import { type Terms, termOf } from './step/update/term.ts'
import { type Policies, type Policy, policyOf } from './transform/policy.ts'

/** An operator of a flow, applied to its parameters. */
export type AppliedOperator = AppliedSource | AppliedOrder | AppliedStage | AppliedJoin | AppliedStep

/** The tables of a registry with the codecs of their units. */
type BoundTables = {
  readonly [K in keyof Registry]: Registry[K] extends Table<K, infer U> ? Readonly<Record<string, Bound<K, U>>> : never
}

/** The codecs of all kinds in a registry: what a pipeline file may say. */
export interface Vocabulary extends Amounts, Policies, Terms {
  readonly registry: Registry
  readonly operator: Codec<AppliedOperator>
  readonly network: Codec<AppliedNetwork>
  readonly optimizer: Codec<OptimizerChoice>
  /** The units of all kinds with the codecs of their parameters. */
  readonly bound: BoundTables
}

/**
 * Makes the codecs of all kinds.
 *
 * Kinds refer to each other: a step has terms, a term has a loss, a loss has a schedule. Tables are therefore
 * looked up only when a codec is first used.
 *
 * @param policies the policies that a file declares by name
 */
export const vocabularyOf = (registry: Registry, policies: Readonly<Record<string, Policy>> = {}): Vocabulary => {
  const bound = {} as BoundTables
  const schedule: Codec<Amount> = amountOf(() => bound.schedule)
  const policy = policyOf(() => bound.transform, policies)
  const term = termOf(() => bound.loss, { schedule })
  const codecs = { schedule, policy, term }
  for (const kind of Object.keys(registry) as (keyof Registry)[]) {
    Object.assign(bound, { [kind]: bind(registry[kind] as Table, codecs) })
  }
  const operators = () => ({ ...bound.source, ...bound.order, ...bound.stage, ...bound.join, ...bound.step })
  return {
    ...codecs,
    registry,
    bound,
    // The cast is safe: each table holds units of its own kind, so this codec yields the union of their uses.
    operator: applied(
      'an operator',
      operators as () => Readonly<Record<string, Bound<string, unknown>>>,
    ) as unknown as Codec<AppliedOperator>,
    network: applied('a network', () => bound.network),
    optimizer: optimizerOf(() => bound.optimizer),
  }
}
