import type { AfterStep } from './afterStep.ts'

/** Announces the warnings of a step, then the step. */
export const announceStep: AfterStep = ({ watch }, _phase, { advance, progress, load }) => {
  for (const text of advance.warnings) watch({ kind: 'warning', text })
  watch({ kind: 'step', step: progress.step, metrics: advance.metrics, load: load() })
  return 'continue'
}
