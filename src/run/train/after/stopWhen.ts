import type { Progress } from '../../stream/progress.ts'
import type { Setting } from '../session.ts'
import type { AfterStep } from './afterStep.ts'

/** Whether a trial run has made enough steps of a phase. */
export const isCut = ({ stepsPerPhase }: Pick<Setting, 'stepsPerPhase'>, { step }: Progress): boolean =>
  stepsPerPhase !== null && step >= stepsPerPhase

/** Ends the stream of a phase: with an error when too many images failed, else when the run is asked to stop or a trial has seen enough. */
export const stopWhen: AfterStep = (session, _phase, { progress }) =>
  session.records.overBudget() ?? (session.signal.aborted || isCut(session, progress) ? 'stop' : 'continue')
