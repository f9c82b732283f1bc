import * as E from 'fp-ts/lib/Either.js'
import { type Codec, either, field, map, number, probability, record, text } from '../../codec/index.ts'
import { evaluationRow } from './evaluationRow.ts'

const step = field(number({ min: 0, whole: true }), 'steps over all phases')

const steps = record({
  step,
  phase: field(text(), 'the name of the phase'),
  metrics: field(map(number()), 'by the id of the step and the name of the metric: train.update.total'),
})

const evaluations = record({
  step,
  evaluation: field(evaluationRow, 'what an evaluation found'),
})

const preconditions = record({
  step,
  precondition: field(
    record({
      phase: field(text(), 'the phase that begins'),
      model: field(text(), 'the model that was measured'),
      validation: field(probability, 'its accuracy on the validation images'),
      bar: field(number({ min: 0 }), 'the accuracy that it had to exceed'),
    }),
    'what a condition at the start of a phase found',
  ),
})

type StepRow = (typeof steps)['_A']
type EvaluationRow = (typeof evaluations)['_A']
type PreconditionRow = (typeof preconditions)['_A']

/** One line of metrics.jsonl: the metrics of a step, an evaluation, or a condition that a phase begins with. */
export type MetricsRow = StepRow | EvaluationRow | PreconditionRow

const metricsRow: Codec<MetricsRow> = either<StepRow, EvaluationRow | PreconditionRow>(
  'a row of metrics',
  steps,
  either<EvaluationRow, PreconditionRow>('an evaluation or a precondition', evaluations, preconditions),
)

/** A row as the file holds it. */
export const writtenMetrics = (row: MetricsRow): unknown => metricsRow.encode(row)

/** A row of the file, or undefined if the data has another form. */
export const readMetrics = (data: unknown): MetricsRow | undefined => {
  const row = metricsRow.decode(data)
  return E.isRight(row) ? row.right : undefined
}

/** Whether a row holds the metrics of a step. */
export const isStepRow = (row: MetricsRow): row is StepRow => 'metrics' in row
