import { type Figures, wayName } from '../run/evaluation.ts'
import type { RunResult } from '../run/runPipeline.ts'
import type { Effort } from './watch/measured.ts'
import { percent } from './watch/percent.ts'

export interface TitledResult {
  readonly title: string
  readonly result: RunResult
  readonly effort: Effort
}

const row = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, i) => (i < 2 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
    .join('  ')
    .trimEnd()

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
  const table = [
    ['test accuracy', 'weights', 'last', `median of last ${count}`, 'best on validation'],
    ...results.flatMap(({ title, result }) => result.figures.map((figures) => cells(title, figures))),
  ]
  const widths = table[0]!.map((_, i) => Math.max(...table.map((line) => line[i]!.length)))
  return table.map((line) => row(line, widths)).join('\n')
}

/** The same as data. */
export const resultData = (results: readonly TitledResult[]): Readonly<Record<string, unknown>> => ({
  runs: results.map(({ title, effort, result: { folder, classes, labels, trained, figures, quarantined } }) => ({
    name: title,
    folder: folder.root,
    classes: classes.length,
    labels,
    steps: trained.steps,
    interrupted: trained.interrupted,
    figures,
    quarantined,
    ...effort,
  })),
})
