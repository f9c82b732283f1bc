import * as E from 'fp-ts/lib/Either.js'
import { neededRuns } from '../../pipeline/plan/neededRuns.ts'
import type { PhaseRun } from '../../pipeline/plan/plan.ts'
import { render } from '../../prelude/render.ts'
import type { RunFailure } from '../../run/train/event.ts'
import { attempt, type EstimateRequest, type Spent, type Trial } from './trial.ts'

/** What one phase of a run will need, estimated from its first steps. */
export interface PhaseEstimate {
  readonly phase: string
  /** Null if the phase ends by itself: then nobody knows its steps. */
  readonly steps: number | null
  /** The number of real steps in the trial. */
  readonly tried: number
  /** By the wall clock; null if the trial made no step of the phase. */
  readonly secondsPerStep: number | null
  /** Processor time of all threads together. Other programs on the machine do not count. */
  readonly processorSecondsPerStep: number | null
}

/** What a run will need. */
export interface Estimate {
  readonly classes: readonly string[]
  readonly sets: Readonly<Record<string, number>>
  readonly phases: readonly PhaseEstimate[]
  /**
   * Seconds of all phases by the wall clock, without evaluations; null if the steps or the time of one are
   * unknown.
   */
  readonly seconds: number | null
  /** The most resident memory seen after a step, in bytes. */
  readonly memory: number
  /**
   * Why the trial ended before the last phases, which may need a real training first; null if it reached them
   * all.
   */
  readonly ended: string | null
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * The first third of the steps does not count: it also compiles kernels and decodes images for the first
 * time. The last step always counts.
 */
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
 * Makes the first steps of every phase for real, and extrapolates.
 *
 * - A phase that needs a better trained model than a few steps give ends the trial. The estimate covers the
 *   phases before it, and says why.
 * - Fails with the error of the run if it occurs before the first step.
 * - The trial decodes every image. If later epochs read kept pixels, the real run is faster.
 *
 * @param stepsPerPhase the largest number of steps to make of each phase
 */
export const estimate = async (
  request: EstimateRequest,
  stepsPerPhase: number,
): Promise<E.Either<RunFailure, Estimate>> => {
  const whole = await attempt(request, stepsPerPhase, Number.POSITIVE_INFINITY)
  const count = countOf(whole)
  const failure = E.isLeft(whole.ended) && count > 0 ? whole.ended.left : null
  // The same number of steps again: this time the run ends well, and its result has the classes and the sets.
  const { ended, spent, memory } = failure === null ? whole : await attempt(request, stepsPerPhase, count)
  if (E.isLeft(ended)) return ended
  const { classes, sets } = ended.right
  const runs = neededRuns(request.pipeline.plan, new Set(Object.keys(request.ledgers)))
  const phases = runs.map((run) => phaseEstimate(run, spent.get(run.name)))
  const why = failure?.map(render).join('; ') ?? null
  return E.right({ classes, sets, phases, seconds: secondsOf(phases), memory, ended: why })
}
