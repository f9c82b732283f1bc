import type { PhaseRun } from '../../../pipeline/plan/plan.ts'
import type { RunError } from '../../../prelude/errors.ts'
import type { Advance } from '../../stream/advance.ts'
import type { Progress } from '../../stream/progress.ts'
import type { FlowLoad } from '../event.ts'
import type { Session } from '../session.ts'

/** The phase under way, for those who follow its steps. */
export interface PhaseContext {
  readonly run: PhaseRun
  /** Its place in the list of runs. */
  readonly index: number
  /** Steps after which it ends, or null when it ends with its data. */
  readonly until: number | null
  /** Whether it trains the model that the run evaluates. */
  readonly evaluated: boolean
}

/** A step and what it left. */
export interface Stepped {
  readonly advance: Advance
  /** The progress of the phase after it. */
  readonly progress: Progress
  readonly load: () => readonly FlowLoad[]
}

/** Whether the run goes on after a step, stops, or fails. */
export type Verdict = 'continue' | 'stop' | RunError

/** Does one thing after each step. The next step waits for it. */
export type AfterStep = (session: Session, phase: PhaseContext, step: Stepped) => Verdict | Promise<Verdict>

/** Whether a step is the last of its phase. */
export const isLast = ({ until }: PhaseContext, { progress }: Stepped): boolean =>
  until !== null && progress.step >= until

/** Does several things after a step, in order, until one of them stops the run or fails. */
export const inOrder =
  (...all: readonly AfterStep[]): AfterStep =>
  async (session, phase, step) => {
    for (const one of all) {
      const verdict = await one(session, phase, step)
      if (verdict !== 'continue') return verdict
    }
    return 'continue'
  }
