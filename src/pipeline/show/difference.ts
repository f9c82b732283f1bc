import type { AnyCodec } from '../../codec/index.ts'
import { mentions } from '../../codec/mentions.ts'
import { isObject } from '../../codec/record.ts'
import { losses } from '../../kind/loss/losses.ts'
import type { Plan, PlanNode } from '../plan/plan.ts'

const isPlumbing = (kind: string): boolean => kind === 'gather'

/** Parameters as data, every name of a field, flow or model replaced by one word: what an operator is called on does not change what it does. */
const nameless = (codec: AnyCodec, params: unknown): unknown => {
  const named = new Set(
    mentions(codec, params)
      .filter(({ role }) => role.of === 'read' || role.of === 'write' || role.of === 'model' || role.of === 'flow')
      .map(({ path }) => path.join('/')),
  )
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((inner, i) => visit(inner, [...path, String(i)]))
    if (!isObject(value)) return named.has(path.join('/')) ? 'name' : value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, [...path, key])]))
  }
  return visit(codec.encode(params as never), [])
}

interface Unit {
  readonly name: string
  /** Equal for units that do the same. */
  readonly signature: string
}

const unit = (name: string, settings: unknown): Unit => ({ name, signature: `${name} ${JSON.stringify(settings)}` })

const lossNames = Object.keys(losses)

/** An update is two kinds of unit: how it passes views through the network, and each of its losses. */
const unitsOfNode = ({ definition, params }: PlanNode): readonly Unit[] => {
  if (isPlumbing(definition.kind)) return []
  const settings = nameless(definition.params, params)
  if (!isObject(settings) || !isObject(settings['loss'])) return [unit(definition.name, settings)]
  const { loss, ...rest } = settings
  const terms = Object.values(loss as Readonly<Record<string, Readonly<Record<string, unknown>>>>)
  return [
    unit(definition.name, rest),
    ...terms.map((term) => unit(Object.keys(term).find((key) => lossNames.includes(key)) ?? 'loss', term)),
  ]
}

const unitsOf = ({ flows }: Plan): readonly Unit[] =>
  Object.values(flows).flatMap(({ source, orders, stages, steps }) =>
    [...(source === null ? [] : [source]), ...orders, ...stages, ...steps].flatMap(unitsOfNode),
  )

/**
 * The operators and losses by which two pipelines differ: those that one has and the other has not, or not with the same parameters. How often one
 * occurs, what it is called on, and the sizes of batches do not count.
 *
 * Laws: symmetric; nothing between a pipeline and itself.
 */
export const difference = (one: Plan, other: Plan): readonly string[] => {
  const [left, right] = [unitsOf(one), unitsOf(other)]
  const only = (these: readonly Unit[], those: readonly Unit[]): readonly Unit[] =>
    these.filter(({ signature }) => !those.some((unit) => unit.signature === signature))
  return [...new Set([...only(left, right), ...only(right, left)].map(({ name }) => name))].sort()
}
