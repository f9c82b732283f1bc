import { percent } from '../../prelude/percent.ts'
import { accuracyByClass, accuracyOf, calibrationErrorOf, countOf, type Score } from '../../run/score/score.ts'
import { columns } from './columns.ts'

/**
 * A score as text. The confusion matrix has a row for each true class and a column for each predicted one.
 */
export const scoreText = (score: Score, classes: readonly string[]): string => {
  const byClass = accuracyByClass(score)
  const row = (k: number): readonly string[] =>
    Array.from(score.confusion.subarray(k * classes.length, (k + 1) * classes.length), String)
  return [
    `accuracy ${percent(accuracyOf(score))} of ${countOf(score)} images, calibration error ${percent(calibrationErrorOf(score))}`,
    '',
    columns([
      ['true \\ predicted', ...classes, 'accuracy'],
      ...classes.map((name, k) => [name, ...row(k), percent(byClass[k]!)]),
    ]),
  ].join('\n')
}

/** A score as data. */
export const scoreData = (score: Score, classes: readonly string[]): Readonly<Record<string, unknown>> => {
  const byClass = accuracyByClass(score)
  return {
    images: countOf(score),
    accuracy: accuracyOf(score),
    calibrationError: calibrationErrorOf(score),
    byClass: Object.fromEntries(classes.map((name, k) => [name, byClass[k]])),
    confusion: classes.map((_, k) =>
      Array.from(score.confusion.subarray(k * classes.length, (k + 1) * classes.length)),
    ),
  }
}
