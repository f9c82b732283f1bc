import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { FlowPlan, PlanNode } from '../plan/plan.ts'

/** Orders that need an end (a shuffle of all samples) after one that took it away. */
export const endlessErrors = ({ orders }: FlowPlan): readonly DeclarationError[] => {
  const broken = orders.findIndex(
    ({ definition }, i) =>
      definition.kind === 'order' && definition.needsEnd === true && isEndlessAfter(orders.slice(0, i)),
  )
  if (broken < 0) return []
  const { definition, path } = orders[broken]!
  const expected = `${definition.name} before the operator that repeats without end`
  return [declarationError({ path, expected, received: `${definition.name} after it`, onKey: true })]
}

const isEndlessAfter = (orders: readonly PlanNode[]): boolean =>
  !orders.reduce(
    (ends, { definition, params }) =>
      definition.kind === 'order' && definition.ends !== undefined ? definition.ends(params as never, ends) : ends,
    true,
  )

/** Whether a flow never ends by itself: its own samples never end, or those of all flows that it zips. */
export const isEndless = (flow: FlowPlan, flows: Readonly<Record<string, FlowPlan>>): boolean =>
  flow.zip.length === 0
    ? endlessErrors(flow).length > 0 || isEndlessAfter(flow.orders)
    : flow.zip.every((name) => flows[name] === undefined || isEndless(flows[name], flows))
