import type { Progress } from '../../stream/progress.ts'
import type { Setting } from '../session.ts'
import type { AfterStep } from './afterStep.ts'

/** Whether a trial run has reached its bound on the steps of a phase. */
export const isCut = ({ stepsPerPhase }: Pick<Setting, 'stepsPerPhase'>, { step }: Progress): boolean =>
  stepsPerPhase !== null && step >= stepsPerPhase

/**
 * Ends the stream of a phase when the run has to stop, or when a trial has reached its bound.
 *
 * - Fails if too many images cannot be used.
 */
export const stopWhen: AfterStep = (session, _phase, { progress }) =>
  session.records.overBudget() ?? (session.signal.aborted || isCut(session, progress) ? 'stop' : 'continue')
