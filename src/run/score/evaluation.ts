import type { Weights } from '../../kind/step/world.ts'

/** One way to ask a model for the class of an image. */
export interface Way {
  readonly weights: Weights
  /** The set of views whose logits are averaged, by its name in the pipeline; null for the plain image. */
  readonly views: string | null
}

/** All ways to evaluate a model, the plain image first. */
export const waysOf = (weights: readonly Weights[], views: Readonly<Record<string, unknown>>): readonly Way[] =>
  [null, ...Object.keys(views)].flatMap((name) => weights.map((which) => ({ weights: which, views: name })))

/** `average`, or `average (rotations)`. */
export const wayName = ({ weights, views }: Way): string => (views === null ? weights : `${weights} (${views})`)

const isSame = (one: Way, other: Way): boolean => one.weights === other.weights && one.views === other.views

/** Accuracy in one way: the share of images whose most probable class is the right one. Null without images. */
export interface Accuracy extends Way {
  readonly validation: number | null
  readonly test: number | null
}

/** What an evaluation during training found, in every way, the plain image first. */
export interface Evaluation {
  readonly step: number
  readonly scores: readonly Accuracy[]
}

/** The accuracy in one way, if the evaluation has it. */
export const scoreOf = ({ scores }: Evaluation, way: Way): Accuracy | undefined =>
  scores.find((score) => isSame(score, way))

/** The test accuracies that a run reports for one way. The test set never chooses between them. */
export interface Figures extends Way {
  readonly last: number | null
  /** Over the last evaluations; the pipeline says how many. */
  readonly median: number | null
  /** At the best validation accuracy, the earliest of equals; null without validation images. */
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

/**
 * The figures of a run for one way: last, median of the last k, and the one at the best validation accuracy.
 *
 * @param lastCount evaluations in the median, at least 1
 */
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
