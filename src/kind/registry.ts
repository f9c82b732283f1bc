import type { Table } from '../codec/index.ts'
import type { Join } from './join/join.ts'
import { joins } from './join/joins.ts'
import type { Loss } from './loss/loss.ts'
import { losses } from './loss/losses.ts'
import type { Architecture } from './network/body.ts'
import { networks } from './network/networks.ts'
import type { Optimizer } from './optimizer/optimizer.ts'
import { optimizers } from './optimizer/optimizers.ts'
import type { Order } from './order/order.ts'
import { orders } from './order/orders.ts'
import type { Schedule } from './schedule/schedule.ts'
import { schedules } from './schedule/schedules.ts'
import type { Source } from './source/source.ts'
import { sources } from './source/sources.ts'
import type { Stage } from './stage/stage.ts'
import { stages } from './stage/stages.ts'
import type { Step } from './step/step.ts'
import { steps } from './step/steps.ts'
import type { Transform } from './transform/transform.ts'
import { transforms } from './transform/transforms.ts'

/** Everything that a pipeline file can name, by kind and name. */
export interface Registry {
  readonly source: Table<'source', Source>
  readonly order: Table<'order', Order>
  readonly stage: Table<'stage', Stage>
  readonly join: Table<'join', Join>
  readonly step: Table<'step', Step>
  readonly loss: Table<'loss', Loss>
  readonly transform: Table<'transform', Transform>
  readonly network: Table<'network', Architecture>
  readonly optimizer: Table<'optimizer', Optimizer>
  readonly schedule: Table<'schedule', Schedule>
}

export type Kind = keyof Registry

/** The units of Understudy. A unit exists only if the table of its kind lists it. */
export const builtIn = {
  source: sources,
  order: orders,
  stage: stages,
  join: joins,
  step: steps,
  loss: losses,
  transform: transforms,
  network: networks,
  optimizer: optimizers,
  schedule: schedules,
} as const satisfies Registry

/** The kinds of operators: their units stand in flows and share one namespace. */
export const operatorKinds = ['source', 'order', 'stage', 'join', 'step'] as const satisfies readonly Kind[]

/** All kinds, in the order of the documents. */
export const kinds = Object.keys(builtIn) as readonly Kind[]

/** Every unit of a registry. */
export const unitsOf = (registry: Registry) => kinds.flatMap((kind) => Object.values(registry[kind]))
