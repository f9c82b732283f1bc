import { runError } from '../../../prelude/errors.ts'
import { writeCheckpoint } from '../../folder/checkpoint.ts'
import type { CheckpointState } from '../../folder/checkpointState.ts'
import type { Progress } from '../../stream/progress.ts'
import { firstNotFinite } from '../firstNotFinite.ts'
import type { Session } from '../session.ts'
import type { AfterStep, Verdict } from './afterStep.ts'
import { isDue } from './evaluateEvery.ts'

/**
 * Writes a checkpoint.
 *
 * - Fails if a value of the world is not finite. Then no checkpoint is written.
 */
export const checkpointNow = async (session: Session, phase: number, progress: Progress): Promise<Verdict> => {
  const { world, steps, make, evaluations, records, checkpoints, watch } = session
  const broken = firstNotFinite(world)
  if (broken !== undefined) {
    return runError(`${broken} is not finite at step ${steps}`, 'The last good checkpoint is kept; try a smaller rate')
  }
  const updates = Object.fromEntries(Object.entries(world.models).map(([name, model]) => [name, model.updates]))
  const state: CheckpointState = { make, phase, progress, steps, updates, evaluations, lengths: records.lengths() }
  watch({ kind: 'checkpoint', name: await writeCheckpoint(checkpoints, state, world) })
  return 'continue'
}

/** Writes a checkpoint after each step with an evaluation, and when the run has to stop. */
export const checkpointEvery: AfterStep = (session, phase, step) =>
  isDue(session, phase, step) || session.signal.aborted
    ? checkpointNow(session, phase.index, step.progress)
    : 'continue'
