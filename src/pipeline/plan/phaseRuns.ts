import { mentions } from '../../codec/mentions.ts'
import type { Phase, Spec } from '../spec/spec.ts'
import { dataFlows } from './dataFlows.ts'
import type { FlowPlan, Plan, PlanNode } from './plan.ts'

/** One execution of a phase: one that is repeated has a name of its own each time. */
export interface PhaseRun {
  readonly phase: Phase
  /** The name of the phase, with the generation where there are several: `student-2`. */
  readonly name: string
  /** The file that each ledger which the run writes goes to, by ledger; none is written by two runs. */
  readonly writes: Readonly<Record<string, string>>
  /** The file of each ledger that it reads: the newest before it, or null where no earlier run writes one. */
  readonly reads: Readonly<Record<string, string | null>>
}

type Named = Pick<PhaseRun, 'phase' | 'name'>

/** The phases in the order in which they are run, those that are repeated as often as there are generations. */
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

const ledgersIn = (nodes: readonly PlanNode[], access: 'read' | 'write'): readonly string[] =>
  nodes.flatMap(({ definition, params }) =>
    mentions(definition.params, params).flatMap(({ name, role }) =>
      role.of === 'ledger' && role.access === access ? [name] : [],
    ),
  )

/** The ledgers that the source of a data flow reads. */
export const ledgersRead = ({ source }: FlowPlan): readonly string[] =>
  ledgersIn(source === null ? [] : [source], 'read')

/**
 * Everything that a plan runs, in order, and which file each ledger is in: a ledger that several runs write has a file for each of them (`labels-1`,
 * `labels-2`), so that generations can be compared.
 */
export const phaseRuns = (plan: Plan): readonly PhaseRun[] => {
  const flowOf = ({ phase }: Named): FlowPlan => plan.flows[phase.flow]!
  const runs = unrolled(plan.spec)
  const written = runs.map((run) => ledgersIn(flowOf(run).steps, 'write'))
  const read = runs.map((run) => Object.values(dataFlows(plan, flowOf(run))).flatMap(({ flow }) => ledgersRead(flow)))
  const fileOf = (ledger: string, index: number): string => {
    const writers = written.flatMap((ledgers, i) => (ledgers.includes(ledger) ? [i] : []))
    return writers.length === 1 ? ledger : `${ledger}-${writers.indexOf(index) + 1}`
  }
  const newest = (ledger: string, index: number): string | null => {
    const writer = written.findLastIndex((ledgers, i) => i < index && ledgers.includes(ledger))
    return writer < 0 ? null : fileOf(ledger, writer)
  }
  return runs.map((run, index) => ({
    ...run,
    writes: Object.fromEntries(written[index]!.map((ledger) => [ledger, fileOf(ledger, index)])),
    reads: Object.fromEntries(read[index]!.map((ledger) => [ledger, newest(ledger, index)])),
  }))
}
