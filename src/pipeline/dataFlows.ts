import type { FlowPlan, Plan } from './plan.ts'

/** A flow from a source to batches, and what the names of its fields begin with for the steps that read them. */
export interface DataFlow {
  readonly flow: FlowPlan
  readonly prefix: string
}

export type DataFlows = Readonly<Record<string, DataFlow>>

/** Where the batches of a flow come from, by name: the flows that it zips, or the flow itself, whose fields then have no prefix. */
export const dataFlows = ({ flows }: Pick<Plan, 'flows'>, flow: FlowPlan): DataFlows =>
  flow.zip.length === 0
    ? { [flow.name]: { flow, prefix: '' } }
    : Object.fromEntries(flow.zip.map((name) => [name, { flow: flows[name]!, prefix: `${name}.` }]))
