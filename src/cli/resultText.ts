import type { KernelUse } from '../backend/backend.ts'
import { percent } from '../prelude/percent.ts'
import { type Figures, wayName } from '../run/score/evaluation.ts'
import type { RunResult } from '../run/train/runPipeline.ts'
import { table } from './table.ts'
import type { Effort } from './watch/measured.ts'

export interface TitledResult {
  readonly title: string
  readonly result: RunResult
  readonly effort: Effort
  /** What the kernels did, where that was asked for. */
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

/** A table of the test accuracies of the runs: last, median of the last k, and at the best validation accuracy; raw and averaged weights, the plain picture and views. */
export const resultText = (results: readonly TitledResult[]): string => {
  const count = results[0]?.result.plan.spec.evaluate.lastCount ?? 0
  const rows = [
    ['test accuracy', 'weights', 'last', `median of last ${count}`, 'best on validation'],
    ...results.flatMap(({ title, result }) => result.figures.map((figures) => cells(title, figures))),
  ]
  return table(rows, 2)
}

/** The same as data. */
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
