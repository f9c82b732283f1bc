import { accuracyOf, countOf, type Score } from '../metric/score.ts'
import { type RunError, runError } from '../prelude/errors.ts'

/** How good a model is, and how good it would have to be for chance not to explain it; shares from 0 to 1. */
export interface Chance {
  readonly accuracy: number
  readonly bar: number
}

const deviations = 2

/**
 * The accuracy of a model beside what always saying the most frequent class would reach, plus two standard deviations of that on so many images:
 * bar = c + 2 sqrt(c (1 - c) / n), c the share of the most frequent class.
 */
export const chanceOf = (score: Score): Chance => {
  const { classes, confusion } = score
  const images = countOf(score)
  const trueCounts = Array.from({ length: classes }, (_, k) =>
    confusion.subarray(k * classes, (k + 1) * classes).reduce((sum, count) => sum + count, 0),
  )
  const share = Math.max(...trueCounts) / Math.max(1, images)
  return {
    accuracy: accuracyOf(score) ?? 0,
    bar: share + deviations * Math.sqrt((share * (1 - share)) / Math.max(1, images)),
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Why a phase does not begin: labels of a model that only guesses would teach nothing. */
export const belowChance = (phase: string, model: string, { accuracy, bar }: Chance): RunError =>
  runError(
    `The phase ${phase} does not begin: ${model} is right on ${percent(accuracy)} of the validation images, and only above ${percent(bar)} would be more than chance`,
    'Train it longer or on more labels; or hold more images back with --validation-per-class, if there are few',
  )
