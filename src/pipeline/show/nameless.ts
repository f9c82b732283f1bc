import { isObject } from '../../codec/index.ts'
import type { PlanNode } from '../plan/plan.ts'

const shown = ['read', 'write', 'model', 'flow'] as const

/** Where the parameters of a node name fields, models and flows, from the parameters. */
const namedPaths = ({ mentions, path }: PlanNode): ReadonlySet<string> =>
  new Set(
    mentions
      .filter(({ role }) => (shown as readonly string[]).includes(role.of))
      .map((mention) => mention.path.slice(path.length).join('/')),
  )

const encodedParams = ({ codec, params }: PlanNode): unknown => codec.encode(params as never)

/** The parameters of a node as data, without the names of fields, models and flows. */
export const withoutNames = (node: PlanNode): unknown => {
  const named = namedPaths(node)
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) {
      const others = value.flatMap((inner, i) => {
        const at = [...path, String(i)]
        return named.has(at.join('/')) ? [] : [visit(inner, at)]
      })
      return others.length === 0 && value.length > 0 ? null : others
    }
    if (!isObject(value)) return named.has(path.join('/')) ? null : value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]))
  }
  return visit(encodedParams(node), [])
}

/** The parameters of a node as data, every name of a field, model or flow replaced by one word: what it is called on does not change what it does. */
export const nameless = (node: PlanNode): unknown => {
  const named = namedPaths(node)
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((inner, i) => visit(inner, [...path, String(i)]))
    if (!isObject(value)) return named.has(path.join('/')) ? 'name' : value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]))
  }
  return visit(encodedParams(node), [])
}
