import type { Weights } from '../../kind/step/world.ts'

/**
 * One way to ask a model for the class of an image: by which weights, and on the plain picture (null) or by the mean of the logits over views, which
 * the pipeline names.
 */
export interface Way {
  readonly weights: Weights
  readonly views: string | null
}

/** Every way in which a model is evaluated, the plain picture first. */
export const waysOf = (weights: readonly Weights[], views: Readonly<Record<string, unknown>>): readonly Way[] =>
  [null, ...Object.keys(views)].flatMap((name) => weights.map((which) => ({ weights: which, views: name })))

/** `average`, or `average (rotations)`. */
export const wayName = ({ weights, views }: Way): string => (views === null ? weights : `${weights} (${views})`)

const isSame = (one: Way, other: Way): boolean => one.weights === other.weights && one.views === other.views

/** The share of images whose most probable class is the right one, asked in one way; null where there was no such set. */
export interface Accuracy extends Way {
  readonly validation: number | null
  readonly test: number | null
}

/** What an evaluation during training found: by the weights being trained and, where one is kept, by their average; the plain picture first. */
export interface Evaluation {
  readonly step: number
  readonly scores: readonly Accuracy[]
}

/** What one way scored, where it was asked. */
export const scoreOf = ({ scores }: Evaluation, way: Way): Accuracy | undefined =>
  scores.find((score) => isSame(score, way))

/** One way to turn a run's evaluations into one figure. The test set never chooses. */
export interface Figures extends Way {
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

/** The test accuracies that a run reports of one way: last, median of the last k, and the one at the best validation accuracy. */
export const figures = (evaluations: readonly Evaluation[], { weights, views }: Way, lastCount: number): Figures => {
  const seen = evaluations.flatMap((evaluation) => {
    const score = scoreOf(evaluation, { weights, views })
    return score === undefined ? [] : [{ step: evaluation.step, ...score }]
  })
  const tests = seen.map(({ test }) => test).filter(present)
  const best = seen.reduce<(typeof seen)[number] | undefined>(
    (leader, one) =>
      one.validation !== null && (leader === undefined || one.validation > leader.validation!) ? one : leader,
    undefined,
  )
  return {
    weights,
    views,
    last: tests.at(-1) ?? null,
    median: median(tests.slice(-lastCount)),
    bestOnValidation: best?.test ?? null,
    bestStep: best?.step ?? null,
  }
}
