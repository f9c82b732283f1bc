import { type Codec, field, list, number, optional, probability, record, text } from '../../codec/index.ts'
import type { Evaluation } from '../score/evaluation.ts'

const score = record({
  weights: field(text(), 'raw, or the name of an average'),
  views: field(optional(text()), 'the name of a set of views; null for the plain image', null),
  validation: field(optional(probability), 'accuracy on the validation images', null),
  test: field(optional(probability), 'accuracy on the test images', null),
})

/** What an evaluation found, as metrics and checkpoints hold it. */
export const evaluationRow: Codec<Evaluation> = record({
  step: field(number({ min: 0, whole: true }), 'steps over all phases'),
  scores: field(list(score), 'one for each way'),
})
