import type { AfterStep } from './afterStep.ts'

/** Writes what a step made into the files of the run: rows of ledgers always, metrics every `limits.logEvery` steps. */
export const recordStep: AfterStep = ({ plan, records, steps }, { run }, { advance }) => {
  for (const { ledger, rows } of advance.records) records.addToLedger(run.writes[ledger]!, rows)
  if (steps % plan.spec.limits.logEvery === 0) {
    records.addMetrics({ step: steps, phase: run.name, metrics: advance.metrics })
  }
  return 'continue'
}
