import type { AfterStep } from './afterStep.ts'

/** Writes the labels of every step into ledgers, and its metrics every `limits.logEvery` steps of the run. */
export const recordStep: AfterStep = ({ plan, records, steps }, { run }, { advance }) => {
  for (const { ledger, rows } of advance.records) records.addToLedger(run.writes[ledger]!, rows)
  if (steps % plan.spec.limits.logEvery === 0) {
    records.addMetrics({ step: steps, phase: run.name, metrics: advance.metrics })
  }
  return 'continue'
}
