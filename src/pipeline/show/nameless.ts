import { isObject } from '../../codec/index.ts'
import type { PlanNode } from '../plan/plan.ts'

const shown: readonly string[] = ['read', 'write', 'model', 'flow']

/** The paths, from the parameters on, at which a node names fields, models and flows. */
const namedPaths = ({ mentions, path }: PlanNode): ReadonlySet<string> =>
  new Set(
    mentions.filter(({ role }) => shown.includes(role.of)).map((mention) => mention.path.slice(path.length).join('/')),
  )

/**
 * The parameters of a node as data. `word` replaces every name; with null, names drop out of lists and become
 * null elsewhere.
 */
const replaceNames = (node: PlanNode, word: string | null): unknown => {
  const named = namedPaths(node)
  const isName = (path: readonly string[]): boolean => named.has(path.join('/'))
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) {
      const items = value.map((item, i) => visit(item, [...path, String(i)]))
      if (word !== null) return items
      const others = items.filter((_, i) => !isName([...path, String(i)]))
      return others.length === 0 && value.length > 0 ? null : others
    }
    if (!isObject(value)) return isName(path) ? word : value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]))
  }
  return visit(node.codec.encode(node.params as never), [])
}

/** The parameters of a node as data, without the names of fields, models and flows. */
export const withoutNames = (node: PlanNode): unknown => replaceNames(node, null)

/**
 * The parameters of a node as data, with the same word for every field, model and flow.
 *
 * Two nodes with equal results do the same thing, each to its own fields.
 */
export const nameless = (node: PlanNode): unknown => replaceNames(node, 'name')
