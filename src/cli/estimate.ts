import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Plan } from '../pipeline/plan.ts'
import type { DeclarationError, RunError } from '../prelude/errors.ts'
import type { Observer } from '../run/observer.ts'
import { type RunRequest, runPipeline } from '../run/runPipeline.ts'

/** What a run will need, by what its first steps needed. */
export interface Estimate {
  readonly classes: readonly string[]
  readonly sets: Readonly<Record<string, number>>
  /** Steps that were really made. */
  readonly tried: number
  readonly secondsPerStep: number
  /** Seconds of all phases, without evaluations; null where a phase ends by itself, so that its steps are not known. */
  readonly seconds: number | null
  readonly memory: number
}

/** Steps made in all; the first ones also compile kernels and decode, so they are not timed. */
const tried = 12
const untimed = 4

/** Steps of all phases, or null where one ends by itself. */
const stepsOf = ({ spec }: Plan): number | null =>
  spec.phases.reduce<number | null>(
    (sum, { until }) => (sum === null || until.name !== 'steps' ? null : sum + until.params),
    0,
  )

const silent: Observer = {
  onIndex: () => undefined,
  onPhase: () => undefined,
  onStep: () => undefined,
  onEvaluation: () => undefined,
  onCheckpoint: () => undefined,
  onQuarantine: () => undefined,
  onWarning: () => undefined,
}

/**
 * Makes the first steps of a run for real, in a temporary folder that is deleted afterwards, and extrapolates.
 *
 * Only the first phase is tried, and images are decoded for the first time, so it errs on the long side where later epochs read kept pixels.
 */
export const estimate = async (
  plan: Plan,
  request: Omit<RunRequest, 'observer' | 'out' | 'existing' | 'stopRequested'>,
): Promise<E.Either<readonly (DeclarationError | RunError)[], Estimate>> => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-'))
  let steps = 0
  let spent = 0
  let last = 0
  let memory = 0
  const resume = (): void => {
    last = performance.now()
  }
  const observer: Observer = {
    ...silent,
    onStep: () => {
      steps++
      if (steps > untimed) spent += performance.now() - last
      resume()
      memory = Math.max(memory, process.memoryUsage.rss())
    },
    onEvaluation: resume,
    onCheckpoint: resume,
  }
  try {
    const ran = await runPipeline({
      ...request,
      out: join(folder, 'run'),
      existing: 'refuse',
      observer,
      stopRequested: () => steps >= tried,
    })
    if (E.isLeft(ran)) return ran
    const secondsPerStep = steps > untimed ? spent / 1000 / (steps - untimed) : 0
    const all = stepsOf(plan)
    const { classes, sets } = ran.right
    return E.right({
      classes,
      sets,
      tried: steps,
      secondsPerStep,
      seconds: all === null || secondsPerStep === 0 ? null : all * secondsPerStep,
      memory,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
