import { lastValueFrom, reduce } from 'rxjs'
import type { Network } from '../../kind/network/network.ts'
import type { ModelState } from '../../kind/step/world.ts'
import { type ClassifyOptions, classify } from './classify.ts'
import type { Way } from './evaluation.ts'
import { addToScore, emptyScore, type Score } from './score.ts'

/** Scores a model on labeled images, in each way. Memory does not grow with the number of images. */
export const scoreImages = (
  options: ClassifyOptions & { readonly classes: number },
  network: Network,
  state: ModelState,
  ways: readonly Way[],
): Promise<readonly Score[]> => {
  const empty = ways.map(() => emptyScore(options.classes))
  return lastValueFrom(
    classify(options, network, state, ways).classified.pipe(
      reduce(
        (scores, { labels, probabilities }) => scores.map((score, i) => addToScore(score, probabilities[i]!, labels)),
        empty,
      ),
    ),
    { defaultValue: empty },
  )
}
