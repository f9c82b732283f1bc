import type { KernelUse } from '../../backend/backend.ts'
import { percent } from '../../prelude/percent.ts'
import { type Figures, wayName } from '../../run/score/evaluation.ts'
import type { RunResult } from '../../run/train/runPipeline.ts'
import type { Effort } from '../watch/measured.ts'
import { columns } from './columns.ts'

/** The result of one arm of a run. */
export interface TitledResult {
  readonly title: string
  readonly result: RunResult
  readonly effort: Effort
  /** The kernel profile; null without `--profile`. */
  readonly profile: readonly KernelUse[] | null
}

const cells = (title: string, figures: Figures): readonly string[] => {
  const { last, median, bestOnValidation, bestStep } = figures
  return [
    title,
    wayName(figures),
    percent(last),
    percent(median),
    bestOnValidation === null ? '-' : `${percent(bestOnValidation)} (step ${bestStep})`,
  ]
}

/**
 * A table of the test accuracies of the runs.
 *
 * Columns: the last one, the median of the last ones, and the one at the best validation accuracy. There is a
 * row for each set of weights, raw or averaged, and for the plain image and each set of views.
 */
export const resultText = (results: readonly TitledResult[]): string => {
  const count = results[0]?.result.plan.spec.evaluate.lastCount ?? 0
  const rows = [
    ['test accuracy', 'weights', 'last', `median of last ${count}`, 'best on validation'],
    ...results.flatMap(({ title, result }) => result.figures.map((figures) => cells(title, figures))),
  ]
  return columns(rows, 2)
}

/** The results of the runs as data. */
export const resultData = (results: readonly TitledResult[]): Readonly<Record<string, unknown>> => ({
  runs: results.map(
    ({ title, effort, profile, result: { folder, classes, labels, trained, figures, quarantined } }) => ({
      name: title,
      folder: folder.root,
      classes: classes.length,
      labels,
      steps: trained.steps,
      interrupted: trained.interrupted,
      figures,
      quarantined,
      ...effort,
      ...(profile === null ? {} : { profile }),
    }),
  ),
})
