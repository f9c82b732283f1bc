import { mentions } from '../../codec/mentions.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { FlowPlan, PlanNode } from '../plan/plan.ts'

const named = ({ definition, params }: PlanNode, role: 'read' | 'write') =>
  mentions(definition.params, params).filter((mention) => mention.role.of === role)

/** Where a field that a flow reads was written: in the flow itself, or in one that it zips (`labeled.weak` is `weak` of the flow `labeled`). */
const origin = (flow: FlowPlan, field: string): string => {
  const own = flow.steps.some(({ written }) => Object.hasOwn(written, field))
  return !own && flow.zip.some((zipped) => field.startsWith(`${zipped}.`)) ? field : `${flow.name}.${field}`
}

/** Fields that a stage or a step writes and nothing reads: work for nothing, or a misspelled name. What a source writes may stay unread. */
export const unreadFields = (flows: readonly FlowPlan[]): readonly DeclarationError[] => {
  const read = new Set(
    flows.flatMap((flow) =>
      [...flow.stages, ...flow.steps].flatMap((node) => named(node, 'read').map(({ name }) => origin(flow, name))),
    ),
  )
  return flows.flatMap((flow) =>
    [...flow.stages, ...flow.steps].flatMap((node) =>
      named(node, 'write')
        .filter(({ name }) => !read.has(`${flow.name}.${name}`))
        .map(({ name, path }) =>
          declarationError({
            path: [...node.path, ...path],
            expected: 'a field that a later operator reads',
            received: `"${name}", which nothing reads`,
          }),
        ),
    ),
  )
}
