import { percent } from '../../prelude/percent.ts'
import { type Accuracy, type Evaluation, wayName } from '../../run/score/evaluation.ts'

const accuracyText = ({ test, validation }: Accuracy): string =>
  [
    ...(test === null ? [] : [`test ${percent(test)}`]),
    ...(validation === null ? [] : [`validation ${percent(validation)}`]),
  ].join(', ')

/**
 * `step 200: raw test 91.20 %, validation 90.00 %; average test 92.05 %; raw (rotations) test 92.10 % ...`.
 */
export const evaluationText = ({ step, scores }: Evaluation): string => {
  const accuracies = scores
    .filter(({ test, validation }) => test !== null || validation !== null)
    .map((score) => `${wayName(score)} ${accuracyText(score)}`)
    .join('; ')
  return `step ${step}: ${accuracies === '' ? 'no images to evaluate on' : accuracies}`
}
