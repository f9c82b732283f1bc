import { isObject } from '../../codec/index.ts'

/** A part of a file as plain data. */
export type Data = Readonly<Record<string, unknown>>

/** The bindings of one phase: `with: { teacher: student }`. */
export interface Binding {
  /** The number of the phase in the file, from 0. */
  readonly index: number
  /** The name of the phase. */
  readonly name: string
  readonly flow: string
  readonly bindings: Data
}

/** The phases of a file that bind names. */
export const bindingsIn = (data: Data): readonly Binding[] =>
  (Array.isArray(data['phases']) ? data['phases'] : []).flatMap((phase: unknown, index) => {
    if (!isObject(phase) || !isObject(phase['with']) || Object.keys(phase['with']).length === 0) return []
    const { name, flow, with: bindings } = phase
    return typeof name === 'string' && typeof flow === 'string' ? [{ index, name, flow, bindings }] : []
  })

/** The parameters that a file declares. */
export const paramsIn = (data: Data): Data => (isObject(data['params']) ? data['params'] : {})

/** Whether a phase without bindings runs the flow, or another flow joins it. */
export const runsItself = (data: Data, flow: string): boolean => {
  const bound = new Set(bindingsIn(data).map(({ index }) => index))
  const phases = (data['phases'] as readonly unknown[]).filter((_, index) => !bound.has(index))
  const others = Object.entries(data['flows'] as Data).filter(([name]) => name !== flow)
  return (
    phases.some((phase) => isObject(phase) && phase['flow'] === flow) ||
    others.some(([, items]) => JSON.stringify(items).includes(JSON.stringify(flow)))
  )
}
