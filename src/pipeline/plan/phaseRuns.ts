import type { Phase, Spec } from '../spec/spec.ts'
import type { FlowPlan, PhaseRun, Plan, PlanNode } from './plan.ts'

type Named = Pick<PhaseRun, 'phase' | 'name'>

/** The phases in the order in which they run. Repeated ones occur once for each generation. */
const unrolled = ({ phases, repeated }: Spec): readonly Named[] => {
  const once = phases.map((phase) => ({ phase, name: phase.name }))
  if (repeated === null) return once
  const first = phases.findIndex(({ name }) => name === repeated.phases[0])
  const group = once.slice(first, first + repeated.phases.length)
  const all = Array.from({ length: repeated.times }, (_, i) =>
    group.map(({ phase, name }) => ({ phase, name: `${name}-${i + 1}` })),
  )
  return [...once.slice(0, first), ...all.flat(), ...once.slice(first + group.length)]
}

const ledgersIn = (nodes: readonly Pick<PlanNode, 'mentions'>[], access: 'read' | 'write'): readonly string[] =>
  nodes.flatMap(({ mentions }) =>
    mentions.flatMap(({ name, role }) => (role.of === 'ledger' && role.access === access ? [name] : [])),
  )

/** The ledgers that the source of a flow reads. */
export const ledgersRead = ({ source }: FlowPlan): readonly string[] =>
  ledgersIn(source === null ? [] : [source], 'read')

/** The flow that a phase runs. */
export const flowOf = ({ flows }: Pick<Plan, 'flows'>, { flow }: Phase): FlowPlan => flows[flow]!

/**
 * Everything that a plan runs, in order, with the file of each ledger.
 *
 * A ledger that several runs write has a file for each of them (`labels-1`, `labels-2`), so that a user can
 * compare generations.
 */
export const phaseRuns = (plan: Pick<Plan, 'spec' | 'flows'>): readonly PhaseRun[] => {
  const runs = unrolled(plan.spec)
  const flows = runs.map(({ phase }) => flowOf(plan, phase))
  const writtenBy = flows.map(({ steps }) => ledgersIn(steps, 'write'))
  const readBy = flows.map(({ feeds }) => Object.values(feeds).flatMap(({ flow }) => ledgersRead(flow)))
  const fileOf = (ledger: string, index: number): string => {
    const writers = writtenBy.flatMap((ledgers, i) => (ledgers.includes(ledger) ? [i] : []))
    return writers.length === 1 ? ledger : `${ledger}-${writers.indexOf(index) + 1}`
  }
  const newest = (ledger: string, index: number): string | null => {
    const writer = writtenBy.findLastIndex((ledgers, i) => i < index && ledgers.includes(ledger))
    return writer < 0 ? null : fileOf(ledger, writer)
  }
  return runs.map((run, index) => ({
    ...run,
    writes: Object.fromEntries(writtenBy[index]!.map((ledger) => [ledger, fileOf(ledger, index)])),
    reads: Object.fromEntries(readBy[index]!.map((ledger) => [ledger, newest(ledger, index)])),
  }))
}
