import { type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core'
import { apply } from '../../augment/apply.ts'
import type { Draw } from '../../augment/draw.ts'
import type { Raster } from '../../image/raster.ts'
import type { Size } from '../../image/size.ts'
import { collateImages } from '../../kind/field/collate.ts'
import type { Network } from '../../kind/network/network.ts'
import { averageViews } from '../../kind/step/averageViews.ts'
import { type ModelState, variablesOf } from '../../kind/step/world.ts'
import { drawPolicy } from '../../kind/transform/drawPolicy.ts'
import { policiesOf, type ViewSet } from '../../kind/transform/viewSet.ts'
import { fold, type Key } from '../../prelude/key.ts'
import type { Way } from './evaluation.ts'

/** A decoded image, and the key that its views draw from. */
export interface Keyed {
  readonly image: Raster
  readonly key: Key
}

/** A set of views, or the plain picture, with the ways that look at it. */
interface Looks {
  readonly draws: readonly ((key: Key, size: Size) => Draw)[]
  readonly ways: readonly { readonly way: Way; readonly place: number }[]
}

const looksOf = (ways: readonly Way[], views: Readonly<Record<string, ViewSet>>): readonly Looks[] =>
  [...new Set(ways.map(({ views: name }) => name))].map((name) => ({
    draws: (name === null ? [[]] : policiesOf(views[name]!)).map(drawPolicy),
    ways: ways.flatMap((way, place) => (way.views === name ? [{ way, place }] : [])),
  }))

/**
 * The probabilities that a model gives to images in each way, one row for each image: of the plain picture, or of the mean of the logits over views.
 *
 * Views are made when their turn comes, once for all weights: one view of a batch is alive as floats at once, however many there are.
 */
export const ask = (
  network: Network,
  state: ModelState,
  ways: readonly Way[],
  views: Readonly<Record<string, ViewSet>>,
): ((samples: readonly Keyed[]) => readonly Float32Array[]) => {
  const looks = looksOf(ways, views)
  const mode = { normalization: 'running', noise: null } as const
  const logitsOf = (weights: Way['weights'], images: Tensor4D): Tensor2D =>
    tidy(() => network.apply(variablesOf(state, weights), images, mode).outputs['label']!)
  return (samples) => {
    let rows: readonly Float32Array[] = []
    tidy(() => {
      const logits: Tensor2D[][] = ways.map(() => [])
      for (const { draws, ways: asking } of looks) {
        draws.forEach((draw, view) => {
          const images = collateImages(
            samples.map(({ image, key }) => apply(draw(fold(key, 'view', view), image))(image)),
          )
          for (const { way, place } of asking) logits[place]!.push(logitsOf(way.weights, images))
          images.dispose()
        })
      }
      rows = logits.map((seen) => Float32Array.from(averageViews('logits')(seen).dataSync()))
    })
    return rows
  }
}
