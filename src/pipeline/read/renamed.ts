import * as E from 'fp-ts/lib/Either.js'
import { type AnyCodec, decode, type Mention } from '../../codec/index.ts'
import { mentions } from '../../codec/mentions.ts'
import type { AppliedOperator, Vocabulary } from '../../kind/vocabulary.ts'

type Path = readonly string[]
type Data = Readonly<Record<string, unknown>>

const isRenamed = ({ role }: Mention): boolean =>
  role.of === 'model' || role.of === 'ledger' || role.of === 'state' || role.of === 'flow'

const replaceAt = (data: unknown, path: Path, value: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data)) return data.with(Number(key), replaceAt(data[Number(key)], rest, value))
  const map = data as Data
  return { ...map, [key]: replaceAt(map[key], rest, value) }
}

/** A join of flows keeps the names that its fields begin with, whatever flows they come from. */
const asMap = (item: AppliedOperator, data: unknown): unknown => {
  if (item.kind !== 'join' || item.use.joins !== 'flows') return data
  return { [item.name]: item.use.flows }
}

/** A name that stands in the parameters of an operator. */
export type Place = Pick<Mention, 'name' | 'path' | 'role'>

/** Every name in an operator that a binding may replace. */
const placesIn = (item: AppliedOperator, codec: AnyCodec): readonly Place[] =>
  item.kind === 'join' && item.use.joins === 'flows'
    ? Object.entries(item.use.flows).map(([prefix, name]) => ({ name, path: [prefix], role: { of: 'flow' } }))
    : mentions(codec, item.params).filter(isRenamed)

/** A flow with some names replaced. */
export interface Renamed {
  readonly items: readonly unknown[]
  /** Every name that a binding may replace. */
  readonly places: readonly Place[]
  /** Whether every operator could be read; the names of one that is wrong are not known. */
  readonly whole: boolean
}

/**
 * Replaces the names of models, flows, ledgers and states in the operators of a flow.
 *
 * @param stands what stands in place of a name; the name itself where it stays
 */
export const renamed = (
  items: readonly unknown[],
  vocabulary: Vocabulary,
  stands: (place: Place) => unknown,
): Renamed => {
  const places: Place[] = []
  let whole = true
  const changed = items.map((data) => {
    const decoded = decode(vocabulary.operator)(data)
    if (E.isLeft(decoded)) {
      whole = false
      return data
    }
    const item = decoded.right
    const codec = vocabulary.bound[item.kind][item.name]!.params
    const found = placesIn(item, codec)
    places.push(...found)
    return found.reduce<unknown>(
      (now, place) => replaceAt(now, [item.name, ...place.path], stands(place)),
      asMap(item, { [item.name]: codec.encode(item.params as never) }),
    )
  })
  return { items: changed, places, whole }
}
