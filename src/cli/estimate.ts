import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { neededRuns } from '../pipeline/plan/neededRuns.ts'
import type { PhaseRun } from '../pipeline/plan/plan.ts'
import { render } from '../prelude/render.ts'
import type { RunFailure, Watch } from '../run/train/event.ts'
import { type RunRequest, type RunResult, runPipeline } from '../run/train/runPipeline.ts'
import { endOf } from './endOf.ts'

/** What one phase of a run will need, by what its first steps needed. */
export interface PhaseEstimate {
  readonly phase: string
  /** Null where the phase ends by itself, so that its steps are not known. */
  readonly steps: number | null
  /** Steps that were really made. */
  readonly tried: number
  /** By the wall clock; null where no step was made. */
  readonly secondsPerStep: number | null
  /** Processor time of all threads together: what other programs do on the machine does not count. */
  readonly processorSecondsPerStep: number | null
}

/** What a run will need. */
export interface Estimate {
  readonly classes: readonly string[]
  readonly sets: Readonly<Record<string, number>>
  readonly phases: readonly PhaseEstimate[]
  /** Seconds of all phases by the wall clock, without evaluations; null where the steps or the time of one are not known. */
  readonly seconds: number | null
  /** The most resident memory seen after a step, in bytes. */
  readonly memory: number
  /** Why the last phases were not tried, if so: some can only begin after a real training. */
  readonly ended: string | null
}

export type EstimateRequest = Omit<RunRequest, 'out' | 'existing' | 'stepsPerPhase' | 'signal'>

/** Seconds of one step. */
interface Spent {
  readonly wall: number
  readonly processor: number
}

interface Trial {
  readonly ended: E.Either<RunFailure, RunResult>
  /** Steps made, by phase. */
  readonly spent: ReadonlyMap<string, readonly Spent[]>
  readonly memory: number
}

const now = (): Spent => {
  const { user, system } = process.cpuUsage()
  return { wall: performance.now() / 1000, processor: (user + system) / 1e6 }
}

/** Takes the time of every step, by phase. Evaluations and checkpoints do not count. */
const stopwatch = (onStep: (count: number) => void) => {
  const spent = new Map<string, Spent[]>()
  let phase: Spent[] = []
  let count = 0
  let last = now()
  let memory = 0
  const watch: Watch = (event) => {
    if (event.kind === 'phase') {
      phase = []
      spent.set(event.phase, phase)
    }
    if (event.kind === 'step') {
      const { wall, processor } = now()
      phase.push({ wall: wall - last.wall, processor: processor - last.processor })
      memory = Math.max(memory, process.memoryUsage.rss())
      onStep(++count)
    }
    last = now()
  }
  return { watch, spent, memory: () => memory }
}

/** Makes the first steps of each phase, `most` steps in all, in a temporary folder that is deleted afterwards. */
const attempt = async (request: EstimateRequest, stepsPerPhase: number, most: number): Promise<Trial> => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-'))
  const enough = new AbortController()
  const { watch, spent, memory } = stopwatch((count) => {
    if (count >= most) enough.abort()
  })
  try {
    const out = join(folder, 'run')
    const run = runPipeline({ ...request, out, existing: 'refuse', stepsPerPhase, signal: enough.signal })
    const ended = await endOf(run, watch)
    return { ended, spent, memory: memory() }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** The first third of the steps also compiles kernels and decodes images for the first time, so it is not counted; the last step always is. */
const phaseEstimate = ({ phase: { until }, name }: PhaseRun, spent: readonly Spent[] = []): PhaseEstimate => {
  const timed = spent.slice(Math.max(0, Math.min(spent.length - 1, Math.ceil(spent.length / 3))))
  return {
    phase: name,
    steps: until.name === 'steps' ? until.params : null,
    tried: spent.length,
    secondsPerStep: timed.length === 0 ? null : mean(timed.map(({ wall }) => wall)),
    processorSecondsPerStep: timed.length === 0 ? null : mean(timed.map(({ processor }) => processor)),
  }
}

const secondsOf = (phases: readonly PhaseEstimate[]): number | null =>
  phases.reduce<number | null>(
    (sum, { steps, secondsPerStep }) =>
      sum === null || steps === null || secondsPerStep === null ? null : sum + steps * secondsPerStep,
    0,
  )

const countOf = ({ spent }: Trial): number => [...spent.values()].reduce((sum, { length }) => sum + length, 0)

/**
 * Makes the first steps of every phase for real and extrapolates.
 *
 * Edges: a phase that cannot begin after so few steps (what it reads is made by a trained model) ends the trial; the estimate covers the phases before it, and says why.
 * An error before the first step is the answer. Images are decoded for the first time, so the time errs on the long side where later epochs read kept pixels.
 *
 * @param stepsPerPhase the most steps made of each phase
 */
export const estimate = async (
  request: EstimateRequest,
  stepsPerPhase: number,
): Promise<E.Either<RunFailure, Estimate>> => {
  const whole = await attempt(request, stepsPerPhase, Number.POSITIVE_INFINITY)
  const count = countOf(whole)
  const failure = E.isLeft(whole.ended) && count > 0 ? whole.ended.left : null
  // The same steps again, which now end well, and so give the classes and the sets.
  const { ended, spent, memory } = failure === null ? whole : await attempt(request, stepsPerPhase, count)
  if (E.isLeft(ended)) return ended
  const { classes, sets } = ended.right
  const runs = neededRuns(request.pipeline.plan, new Set(Object.keys(request.ledgers)))
  const phases = runs.map((run) => phaseEstimate(run, spent.get(run.name)))
  const why = failure?.map(render).join('; ') ?? null
  return E.right({ classes, sets, phases, seconds: secondsOf(phases), memory, ended: why })
}
