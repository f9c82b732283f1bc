import * as E from 'fp-ts/lib/Either.js'
import { decode, type Mention } from '../../codec/index.ts'
import { mentions } from '../../codec/mentions.ts'
import type { AppliedOperator, Vocabulary } from '../../kind/vocabulary.ts'
import { type Binding, type Data, paramsIn } from './bindings.ts'
import { substitute } from './substitute.ts'

type Path = readonly string[]

const isRenamed = ({ role }: Mention): boolean =>
  role.of === 'model' || role.of === 'ledger' || role.of === 'state' || role.of === 'flow'

const replaceAt = (data: unknown, path: Path, value: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data)) return data.with(Number(key), replaceAt(data[Number(key)], rest, value))
  const map = data as Data
  return { ...map, [key]: replaceAt(map[key], rest, value) }
}

const joinedFlows = (operator: AppliedOperator): Readonly<Record<string, string>> | undefined =>
  operator.kind === 'join' && operator.use.joins === 'flows' ? operator.use.flows : undefined

/** An operator as data, and the places of the names in it that a phase may bind. */
const namesIn = (operator: AppliedOperator, vocabulary: Vocabulary) => {
  const flows = joinedFlows(operator)
  // A join keeps the prefixes of its fields, whatever flows it joins.
  if (flows !== undefined) {
    return { data: flows, places: Object.entries(flows).map(([prefix, name]) => ({ name, path: [prefix] })) }
  }
  const codec = vocabulary.bound[operator.kind][operator.name]!.params
  const places = mentions(codec, operator.params).filter(isRenamed)
  return { data: codec.encode(operator.params as never), places }
}

const rename = (operator: AppliedOperator, names: Data, vocabulary: Vocabulary, used: Set<string>): unknown => {
  const { data, places } = namesIn(operator, vocabulary)
  return places.reduce<unknown>(
    (renamed, { name, path }) => {
      if (!Object.hasOwn(names, name)) return renamed
      used.add(name)
      return replaceAt(renamed, [operator.name, ...path], names[name])
    },
    { [operator.name]: data },
  )
}

/**
 * The flow of a phase with its bindings in place, and the bindings that the flow uses.
 *
 * A binding of a parameter changes its value in this flow. Other bindings rename models, flows, ledgers and
 * states.
 */
export const flowCopy = (data: Data, { flow, bindings }: Binding, vocabulary: Vocabulary) => {
  const params = paramsIn(data)
  const isParam = ([name]: readonly [string, unknown]): boolean => Object.hasOwn(params, name)
  const all = Object.entries(bindings)
  const values = Object.fromEntries(all.filter(isParam))
  const names = Object.fromEntries(all.filter((entry) => !isParam(entry)))
  const used = new Set(Object.keys(values))
  const flows = data['flows'] as Data
  const own = substitute({ params: { ...params, ...values }, flow: flows[flow] }).data as Data
  const items = (own['flow'] as readonly unknown[]).map((item) => {
    const operator = decode(vocabulary.operator)(item)
    return E.isRight(operator) ? rename(operator.right, names, vocabulary, used) : item
  })
  return { items, used }
}
