import type { Weights } from '../operator/world.ts'

/** The share of images whose most probable class is the right one, or null where there was no such set. */
export interface Accuracy {
  readonly validation: number | null
  readonly test: number | null
}

/** What an evaluation during training found, for the weights being trained and, where one is kept, for their average. */
export interface Evaluation {
  readonly step: number
  readonly raw: Accuracy
  readonly average: Accuracy | null
}

/** One way to turn a run's evaluations into one figure. The test set never chooses. */
export interface Figures {
  readonly weights: Weights
  readonly last: number | null
  /** Of the last evaluations, as many as the pipeline says. */
  readonly median: number | null
  /** At the evaluation with the best validation accuracy, the earliest of equals; null without a validation set. */
  readonly bestOnValidation: number | null
  readonly bestStep: number | null
}

const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

const present = (value: number | null): value is number => value !== null

/** The test accuracies that a run reports: last, median of the last k, and the one at the best validation accuracy. */
export const figures = (evaluations: readonly Evaluation[], weights: Weights, lastCount: number): Figures => {
  const seen = evaluations.flatMap(({ step, [weights]: accuracy }) =>
    accuracy === null ? [] : [{ step, ...accuracy }],
  )
  const tests = seen.map(({ test }) => test).filter(present)
  const best = seen.reduce<(typeof seen)[number] | undefined>(
    (leader, one) =>
      one.validation !== null && (leader === undefined || one.validation > leader.validation!) ? one : leader,
    undefined,
  )
  return {
    weights,
    last: tests.at(-1) ?? null,
    median: median(tests.slice(-lastCount)),
    bestOnValidation: best?.test ?? null,
    bestStep: best?.step ?? null,
  }
}
