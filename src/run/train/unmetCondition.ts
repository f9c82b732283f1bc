import type { LabeledImage } from '../../kind/source/imageSets.ts'
import type { PhaseRun } from '../../pipeline/plan/plan.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { percent } from '../../prelude/percent.ts'
import type { Sequence } from '../../stream/sequence.ts'
import { type Way, waysOf } from '../score/evaluation.ts'
import { accuracyOf, countOf, type Score } from '../score/score.ts'

/** The accuracy of a model, and the bar above which it is more than chance; 0..1. */
export interface Chance {
  readonly accuracy: number
  readonly bar: number
}

const deviations = 2

/**
 * Compares a model with one that always says the most frequent class.
 *
 * bar = c + 2 sqrt(c (1 - c) / n): the share c of the most frequent class, plus two standard deviations of the
 * accuracy of that guess on n images.
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

/** Why a phase does not begin: the labels of a model that only guesses teach nothing. */
export const belowChance = (phase: string, model: string, { accuracy, bar }: Chance): RunError =>
  runError(
    `The phase ${phase} does not begin: ${model} is right on ${percent(accuracy, 1)} of the validation images, and only above ${percent(bar, 1)} would be more than chance`,
    'Train it longer or on more labels; or hold more images back with --validation-per-class, if there are few',
  )

/** Receives what the conditions of a phase find. */
export interface ConditionWatch {
  /** The accuracy of a model, and the bar that it had to exceed. */
  readonly onTried: (tried: {
    readonly phase: string
    readonly model: string
    readonly validation: number
    readonly bar: number
  }) => void
  readonly onUndecided: (warning: string) => void
}

/**
 * Why a phase must not begin, or undefined if all of its conditions hold.
 *
 * `aboveChance` holds if the accuracy of the model on the validation images exceeds the bar.
 *
 * - Without validation images, or with too few to reach the bar, the phase begins with a warning.
 */
export const unmetCondition = async (
  { phase, name }: PhaseRun,
  validation: Sequence<LabeledImage> | null,
  ask: (images: Sequence<LabeledImage>, model: string, ways: readonly Way[]) => Promise<readonly Score[]>,
  { onTried, onUndecided }: ConditionWatch,
): Promise<RunError | undefined> => {
  for (const action of phase.begin) {
    if (action.name !== 'aboveChance') continue
    const { model, weights } = action.params
    if (validation === null) {
      onUndecided(`${name}: there are no validation images, so nothing says whether ${model} is above chance`)
      continue
    }
    const [score] = await ask(validation, model, waysOf([weights], {}))
    const { accuracy, bar } = chanceOf(score!)
    onTried({ phase: name, model, validation: accuracy, bar })
    if (bar >= 1) onUndecided(`${name}: too few validation images to say whether ${model} is above chance`)
    else if (accuracy <= bar) return belowChance(name, model, { accuracy, bar })
  }
  return undefined
}
