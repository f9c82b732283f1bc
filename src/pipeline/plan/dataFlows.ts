import { mentions } from '../../codec/mentions.ts'
import type { FlowPlan, Plan } from './plan.ts'

/** A flow from a source to batches, as the steps of a phase use it. */
export interface DataFlow {
  readonly flow: FlowPlan
  /** What the names of its fields begin with for the steps that read them. */
  readonly prefix: string
  /** The parameter by which a step tells its images apart, which takes two of them at least; null where none does. */
  readonly apart: readonly string[] | null
}

export type DataFlows = Readonly<Record<string, DataFlow>>

const apartIn = ({ steps }: FlowPlan, flow: FlowPlan, prefix: string): readonly string[] | null => {
  const told = steps.flatMap(({ definition, params, path }) =>
    mentions(definition.params, params).flatMap((mention) =>
      mention.role.of === 'read' && mention.role.apart ? [{ ...mention, path: [...path, ...mention.path] }] : [],
    ),
  )
  const isOwn = (name: string) => name.startsWith(prefix) && Object.hasOwn(flow.types, name.slice(prefix.length))
  return told.find(({ name }) => isOwn(name))?.path ?? null
}

/** Where the batches of a flow come from, by name: the flows that it zips, or the flow itself, whose fields then have no prefix. */
export const dataFlows = ({ flows }: Pick<Plan, 'flows'>, flow: FlowPlan): DataFlows => {
  const used = (source: FlowPlan, prefix: string) => ({ flow: source, prefix, apart: apartIn(flow, source, prefix) })
  return flow.zip.length === 0
    ? { [flow.name]: used(flow, '') }
    : Object.fromEntries(flow.zip.map((name) => [name, used(flows[name]!, `${name}.`)]))
}
