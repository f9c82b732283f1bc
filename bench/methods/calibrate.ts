import { dataArguments, setArguments } from './arguments.ts'
import type { Folders } from './arrange.ts'
import { stepsWithin, valuesWithoutSteps, valuesWithSteps } from './budget.ts'
import type { Calibrated } from './files.ts'
import { runProgram } from './program.ts'
import type { Method, Setting } from './protocol.ts'
import type { Terms } from './terms.ts'

/** The real steps of each phase. The first third of them is not timed. */
const tries = 90
/** The steps in the plan of a trial. Their number does not change the cost of one step. */
const plannedSteps = 1000

/** Times real steps of every phase, without evaluations, and turns the budget into steps. */
export const calibrate = async (
  name: string,
  setting: Setting,
  method: Method,
  folders: Folders,
  { seconds, threads, clock }: Terms,
): Promise<Calibrated> => {
  const params = method.parts.flatMap((part) => ('param' in part ? [[part.param, plannedSteps] as const] : []))
  const values = { ...valuesWithSteps(setting, method, Object.fromEntries(params)), every: tries * 1000 }
  const { status, events, errors } = await runProgram([
    ...['check', name, '--tries', String(tries)],
    ...dataArguments({ ...folders, unlabeled: folders.trial }, setting, threads),
    ...setArguments(values),
  ])
  if (status !== 0) throw new Error(`the steps of ${name} could not be timed: ${errors}`)
  const answer = events.find(({ event }) => event === 'result') as unknown as Omit<Calibrated, 'values' | 'steps'>
  const timed = answer.phases.map(({ phase, secondsPerStep, processorSecondsPerStep }) => ({
    phase,
    secondsPerStep,
    processorSecondsPerStep,
  }))
  const costs = timed.flatMap(({ phase, secondsPerStep, processorSecondsPerStep }) => {
    const cost = clock === 'wall' ? secondsPerStep : (processorSecondsPerStep ?? 0) / threads
    return cost === null || cost === 0 ? [] : [[phase, cost] as const]
  })
  return {
    values: valuesWithoutSteps(setting, method),
    backend: answer.backend,
    phases: timed,
    steps: stepsWithin(seconds, method.parts, Object.fromEntries(costs)),
  }
}
