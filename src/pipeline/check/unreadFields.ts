import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { FlowPlan, PlanNode } from '../plan/plan.ts'

const mentioned = ({ mentions }: PlanNode, role: 'read' | 'write') =>
  mentions.filter((mention) => mention.role.of === role)

/**
 * The flow and the name under which a field was written: `labeled.weak` may be `weak` of the joined flow
 * `labeled`.
 */
const origin = (flow: FlowPlan, field: string): string => {
  const own = flow.steps.some(({ written }) => Object.hasOwn(written, field))
  const joined = own ? undefined : Object.entries(flow.zip).find(([prefix]) => field.startsWith(`${prefix}.`))
  return joined === undefined ? `${flow.name}.${field}` : `${joined[1]}.${field.slice(joined[0].length + 1)}`
}

/**
 * Fails if a stage or a step writes a field that nothing reads: useless work, or a misspelled name.
 *
 * The fields of a source may stay unread.
 */
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
