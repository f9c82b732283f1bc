import type { Accuracy, Evaluation } from '../../run/evaluation.ts'
import { percent } from './percent.ts'

const accuracyText = ({ test, validation }: Accuracy): string =>
  [
    ...(test === null ? [] : [`test ${percent(test)}`]),
    ...(validation === null ? [] : [`validation ${percent(validation)}`]),
  ].join(', ')

/** `step 200: raw test 91.20 %, validation 90.00 %; average test 92.05 %, validation 91.00 %`. */
export const evaluationText = ({ step, raw, average }: Evaluation): string => {
  const parts = [
    { name: 'raw', text: accuracyText(raw) },
    { name: 'average', text: average === null ? '' : accuracyText(average) },
  ].filter(({ text }) => text !== '')
  const found = parts.map(({ name, text }) => `${name} ${text}`).join('; ')
  return `step ${step}: ${found === '' ? 'no images to evaluate on' : found}`
}
