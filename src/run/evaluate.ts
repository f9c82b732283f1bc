import { lastValueFrom, reduce } from 'rxjs'
import { addToScore, emptyScore, type Score } from '../metric/score.ts'
import type { Network } from '../network/network.ts'
import type { ModelState, Weights } from '../operator/world.ts'
import { type ScanOptions, scan } from './scan.ts'

/**
 * How good a model is on labeled images, for each kind of weights: counts from which accuracy, the confusion matrix and the calibration error follow.
 * Memory does not grow with the number of images.
 */
export const evaluate = (
  options: ScanOptions,
  network: Network,
  state: ModelState,
  weights: readonly Weights[],
): Promise<readonly Score[]> => {
  const empty = weights.map(() => emptyScore(options.classes))
  return lastValueFrom(
    scan(options, network, state, weights).scanned.pipe(
      reduce(
        (scores, { labels, probabilities }) => scores.map((score, i) => addToScore(score, probabilities[i]!, labels)),
        empty,
      ),
    ),
    { defaultValue: empty },
  )
}
