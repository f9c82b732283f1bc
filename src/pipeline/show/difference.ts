import { type Applied, isObject } from '../../codec/index.ts'
import { nodesOf, type Plan, type PlanNode } from '../plan/plan.ts'
import { nameless } from './nameless.ts'

interface PlanUnit {
  readonly name: string
  /** Equal for units that do the same. */
  readonly signature: string
}

const unit = (name: string, settings: unknown): PlanUnit => ({ name, signature: `${name} ${JSON.stringify(settings)}` })

/** A unit inside the parameters of a step. */
interface Inner {
  readonly path: readonly string[]
  readonly applied: Applied<string, unknown>
}

const isLoss = (value: unknown): value is Applied<'loss', unknown> => isObject(value) && value['kind'] === 'loss'

/** The losses in decoded parameters. They count as units, like the step that uses them. */
const lossesIn = (value: unknown, path: readonly string[]): readonly Inner[] => {
  if (isLoss(value)) return [{ path, applied: value }]
  if (Array.isArray(value)) return value.flatMap((inner, i) => lossesIn(inner, [...path, String(i)]))
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => lossesIn(inner, [...path, key])) : []
}

const at = (data: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], data)

const without = (data: unknown, paths: ReadonlySet<string>, path: readonly string[] = []): unknown => {
  if (!isObject(data)) return data
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => {
      const here = [...path, key]
      return paths.has(here.join('/')) ? [] : [[key, without(value, paths, here)]]
    }),
  )
}

/** The units of a node: the operator without its losses, and each loss. */
const unitsOfNode = (node: PlanNode): readonly PlanUnit[] => {
  if (node.kind === 'join') return []
  const settings = nameless(node)
  const losses = lossesIn(node.params, [])
  if (losses.length === 0) return [unit(node.name, settings)]
  const terms = losses.map(({ path, applied }) => unit(applied.name, at(settings, path)))
  return [unit(node.name, without(settings, new Set(losses.map(({ path }) => path.join('/'))))), ...terms]
}

const unitsOf = ({ flows }: Plan): readonly PlanUnit[] =>
  Object.values(flows).flatMap((flow) => nodesOf(flow).flatMap(unitsOfNode))

/**
 * The operators and losses by which two pipelines differ.
 *
 * These are the ones that only one pipeline has, or that both have with different parameters. It does not
 * matter how often one occurs, on which fields it works, and how large batches are.
 *
 * Laws: symmetric; a pipeline does not differ from itself.
 */
export const difference = (one: Plan, other: Plan): readonly string[] => {
  const [left, right] = [unitsOf(one), unitsOf(other)]
  const only = (these: readonly PlanUnit[], those: readonly PlanUnit[]): readonly PlanUnit[] =>
    these.filter(({ signature }) => !those.some((unit) => unit.signature === signature))
  return [...new Set([...only(left, right), ...only(right, left)].map(({ name }) => name))].sort()
}
