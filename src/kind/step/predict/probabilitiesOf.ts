import { type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core'
import type { Mode, Network, Variables } from '../../network/network.ts'
import { type Averaged, averageViews } from './averageViews.ts'

/** The settings of a prediction. */
export interface Ask {
  readonly head: string
  readonly normalization: Mode['normalization']
  /** The values to average over several views. */
  readonly average: Averaged
}

/**
 * The average probabilities that a network gives to several views of the same images, without noise: one
 * tensor [batch, classes] for each set of variables.
 *
 * Each view is a pass of its own. It is computed on demand, once for all variables, so only one view is alive
 * at a time.
 *
 * Laws: one view gives the softmax of its logits; the order of the views does not matter.
 *
 * @param views at least one
 */
export const probabilitiesOf =
  (network: Network, { head, normalization, average }: Ask) =>
  (variables: readonly Variables[], views: readonly (() => Tensor4D)[]): readonly Tensor2D[] =>
    tidy(() => {
      const logits: Tensor2D[][] = variables.map(() => [])
      for (const view of views) {
        const outputs = tidy(() => {
          const images = view()
          return variables.map(
            (one) => network.apply(one, images, { normalization, noise: null }, [head]).outputs[head]!,
          )
        })
        outputs.forEach((output, i) => {
          logits[i]!.push(output)
        })
      }
      return logits.map(averageViews(average))
    })
