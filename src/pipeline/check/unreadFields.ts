import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { FlowPlan, PlanNode } from '../plan/plan.ts'

const mentioned = ({ mentions }: PlanNode, role: 'read' | 'write') =>
  mentions.filter((mention) => mention.role.of === role)

/** Where a field that a flow reads was written: in the flow itself, or in one that it joins (`labeled.weak` is `weak` of the flow `labeled`). */
const origin = (flow: FlowPlan, field: string): string => {
  const own = flow.steps.some(({ written }) => Object.hasOwn(written, field))
  const joined = own ? undefined : Object.entries(flow.zip).find(([prefix]) => field.startsWith(`${prefix}.`))
  return joined === undefined ? `${flow.name}.${field}` : `${joined[1]}.${field.slice(joined[0].length + 1)}`
}

/** Fields that a stage or a step writes and nothing reads: work for nothing, or a misspelled name. What a source writes may stay unread. */
export const unreadFields = (flows: readonly FlowPlan[]): readonly DeclarationError[] => {
  const read = new Set(
    flows.flatMap((flow) =>
      [...flow.stages, ...flow.steps].flatMap((node) => mentioned(node, 'read').map(({ name }) => origin(flow, name))),
    ),
  )
  return flows.flatMap((flow) =>
    [...flow.stages, ...flow.steps].flatMap((node) =>
      mentioned(node, 'write')
        .filter(({ name }) => !read.has(`${flow.name}.${name}`))
        .map(({ name, path }) =>
          declarationError({
            path,
            expected: 'a field that a later operator reads',
            received: `"${name}", which nothing reads`,
          }),
        ),
    ),
  )
}
