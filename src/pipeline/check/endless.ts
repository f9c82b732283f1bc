import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { FlowPlan, OrderNode } from '../plan/plan.ts'

/**
 * Fails if an order that needs an end, such as a shuffle of all samples, follows one that repeats without
 * end.
 */
export const endlessErrors = ({ orders }: FlowPlan): readonly DeclarationError[] => {
  const broken = orders.findIndex(({ use }, i) => use.needsEnd === true && isEndlessAfter(orders.slice(0, i)))
  if (broken < 0) return []
  const { name, path } = orders[broken]!
  const expected = `${name} before the operator that repeats without end`
  return [declarationError({ path, expected, received: `${name} after it`, onKey: true })]
}

const isEndlessAfter = (orders: readonly OrderNode[]): boolean =>
  !orders.reduce((ends, { use }) => use.ends?.(ends) ?? ends, true)

/**
 * Whether a flow never ends by itself: its own samples never end, or the samples of all flows that it joins.
 */
export const isEndless = (flow: FlowPlan, flows: Readonly<Record<string, FlowPlan>>): boolean => {
  const joined = Object.values(flow.zip)
  return joined.length === 0
    ? endlessErrors(flow).length > 0 || isEndlessAfter(flow.orders)
    : joined.every((name) => flows[name] === undefined || isEndless(flows[name], flows))
}
