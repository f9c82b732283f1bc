import * as E from 'fp-ts/lib/Either.js'
import { handOver } from '../../kind/step/handOver.ts'
import { flattenWorld, type World } from '../../kind/step/world.ts'
import { trainsEvaluated } from '../../pipeline/plan/neededRuns.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { disposeTensors } from '../../tensor/ownership.ts'
import type { Evaluation } from '../score/evaluation.ts'
import { scoreModel } from '../score/scoreModel.ts'
import { type Progress, start } from '../stream/progress.ts'
import type { PhaseContext } from './after/afterStep.ts'
import { checkpointNow } from './after/checkpointEvery.ts'
import { evaluateNow } from './after/evaluateEvery.ts'
import { isCut } from './after/stopWhen.ts'
import { beginPhase } from './beginPhase.ts'
import { initialWorld } from './initialWorld.ts'
import { runPhase } from './runPhase.ts'
import { type Session, type Setting, sessionOf } from './session.ts'
import { unmetCondition } from './unmetCondition.ts'

export interface Trained {
  readonly world: World
  readonly evaluations: readonly Evaluation[]
  readonly steps: number
  readonly interrupted: boolean
}

/** The progress that a phase starts at: its start, or the place of the checkpoint inside it. */
const progressOf = ({ checkpoint }: Session, index: number): Progress =>
  checkpoint?.state.phase === index ? checkpoint.state.progress : start

/** Sets models and states for the start of a phase, or says why it must not begin. */
const begin = async (session: Session, { run }: PhaseContext): Promise<RunError | undefined> => {
  const { plan, models, data, key, records, watch } = session
  // A trial run has hardly trained its models, so it does not measure them.
  const unmet =
    session.stepsPerPhase === null
      ? await unmetCondition(
          run,
          data.validation,
          (images, model, ways) => scoreModel(session, images, session.world, model, ways),
          {
            onTried: (precondition) => records.addMetrics({ step: session.steps, precondition }),
            onUndecided: (text) => watch({ kind: 'warning', text }),
          },
        )
      : undefined
  if (unmet !== undefined) return unmet
  const note = (text: string): void => watch({ kind: 'note', text: `${run.name}: ${text}` })
  const next = beginPhase(run, { plan, models, key, note }, session.world)
  handOver(session.world, next)
  session.world = next
  return undefined
}

/** What follows the last step of a phase. */
const end = async (session: Session, phase: PhaseContext, { step }: Progress): Promise<RunError | undefined> => {
  const { until, run, index, evaluated } = phase
  if (until !== null) {
    return step < until
      ? runError(`The flow ${run.phase.flow} ended after ${step} of ${until} steps`, 'Add repeat to it')
      : undefined
  }
  if (evaluated && session.evaluations.at(-1)?.step !== session.steps) await evaluateNow(session)
  const verdict = await checkpointNow(session, index + 1, start)
  return typeof verdict === 'string' ? undefined : verdict
}

const phaseOf = ({ plan, runs }: Session, index: number): PhaseContext => {
  const run = runs[index]!
  const { until } = run.phase
  return { run, index, until: until.name === 'steps' ? until.params : null, evaluated: trainsEvaluated(plan, run) }
}

/** Runs the phases that are left. */
const trainOn = async (session: Session): Promise<E.Either<RunError, Trained>> => {
  const trained = (): Trained => {
    const { world, evaluations, steps, signal } = session
    return { world, evaluations, steps, interrupted: signal.aborted }
  }
  for (let index = session.checkpoint?.state.phase ?? 0; index < session.runs.length; index++) {
    const phase = phaseOf(session, index)
    const from = progressOf(session, index)
    // A checkpoint between two phases is before the first step of the next one, which has not begun yet.
    const unmet = from.step > 0 ? undefined : await begin(session, phase)
    if (unmet !== undefined) return E.left(unmet)
    session.watch({ kind: 'phase', phase: phase.run.name, steps: phase.until, from: from.step })
    if (phase.until !== null && from.step >= phase.until) continue
    const reached = await runPhase(session, phase, from)
    if (E.isLeft(reached)) return reached
    if (session.signal.aborted) return E.right(trained())
    if (isCut(session, reached.right)) continue
    const failure = await end(session, phase, reached.right)
    if (failure !== undefined) return E.left(failure)
  }
  return E.right({ ...trained(), interrupted: false })
}

/**
 * Runs the phases of a plan from their start, or from a checkpoint, to their end.
 *
 * What follows each step is in `after/`. A phase that leaves the evaluated model alone is not evaluated.
 *
 * Laws:
 * - What is computed depends on the plan, the data and the key alone.
 * - A failed run leaves no tensor of its world behind.
 */
export const train = async (setting: Setting): Promise<E.Either<RunError, Trained>> => {
  const first = setting.checkpoint === null ? initialWorld(setting.plan, setting.models, setting.key) : undefined
  if (first !== undefined && E.isLeft(first)) return first
  const session = sessionOf(setting, first?.right ?? setting.checkpoint!.world)
  let ended: E.Either<RunError, Trained> | undefined
  try {
    ended = await trainOn(session)
    return ended
  } finally {
    // Without a result nobody owns the world.
    if (ended === undefined || E.isLeft(ended)) disposeTensors(flattenWorld(session.world))
  }
}
