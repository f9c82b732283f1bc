import { flowOf } from './phaseRuns.ts'
import { namesIn, type PhaseRun, type Plan } from './plan.ts'

const trainedBy = (plan: Plan, { phase }: PhaseRun): readonly string[] =>
  flowOf(plan, phase).steps.flatMap(({ use }) => use.trains ?? [])

const modelsOf = (action: PhaseRun['phase']['begin'][number]): readonly string[] => {
  switch (action.name) {
    case 'copy':
      return [action.params.from]
    case 'aboveChance':
      return [action.params.model]
    case 'reset':
      return action.params.model === null ? [] : [action.params.model]
  }
}

const mentionedBy = (plan: Plan, { phase }: PhaseRun): readonly string[] => [
  ...flowOf(plan, phase).steps.flatMap((node) => namesIn(node, 'model')),
  ...phase.begin.flatMap(modelsOf),
]

const overwrittenBy = ({ phase }: PhaseRun): readonly string[] =>
  phase.begin.flatMap((action) => (action.name === 'copy' ? [action.params.to] : []))

/** Whether a phase trains the model that the run evaluates. */
export const trainsEvaluated = (plan: Plan, run: PhaseRun): boolean =>
  trainedBy(plan, run).includes(plan.spec.evaluate.model)

/**
 * The phases that remain to run if the user supplies some ledgers.
 *
 * A supplied ledger replaces every version that a phase would write before the first phase that reads it.
 * Phases that only serve to write those versions do not run. Going from the last phase to the first, a phase
 * is needed
 * - if it trains or overwrites a model that the run evaluates or that a later needed phase uses, or
 * - if it writes a ledger that no supplied one replaces.
 *
 * Law: without supplied ledgers, every phase runs.
 *
 * @param supplied the names of the ledgers
 */
export const neededRuns = (plan: Plan, supplied: ReadonlySet<string>): readonly PhaseRun[] => {
  const { runs } = plan
  if (supplied.size === 0) return runs
  const firstReader = (ledger: string): number => runs.findIndex(({ reads }) => ledger in reads)
  const replaced = (ledger: string, index: number): boolean => supplied.has(ledger) && index < firstReader(ledger)
  const live = new Set([plan.spec.evaluate.model])
  const needed: PhaseRun[] = []
  for (let index = runs.length - 1; index >= 0; index--) {
    const run = runs[index]!
    const changed = [...trainedBy(plan, run), ...overwrittenBy(run)]
    const writes = Object.keys(run.writes).some((ledger) => !replaced(ledger, index))
    if (!writes && !changed.some((model) => live.has(model))) continue
    for (const model of mentionedBy(plan, run)) live.add(model)
    const reads = Object.entries(run.reads).map(([ledger, file]): readonly [string, string | null] => [
      ledger,
      runs.some(({ writes: files }, i) => files[ledger] === file && replaced(ledger, i)) ? null : file,
    ])
    needed.unshift({ ...run, reads: Object.fromEntries(reads) })
  }
  return needed
}
