import { tidy } from '@tensorflow/tfjs-core'
import { apply } from '../../augment/apply.ts'
import type { Draw } from '../../augment/draw.ts'
import type { Raster } from '../../image/raster.ts'
import type { Size } from '../../image/size.ts'
import { collateImages } from '../../kind/field/tensorsOf.ts'
import type { Network } from '../../kind/network/network.ts'
import { probabilitiesOf } from '../../kind/step/predict/probabilitiesOf.ts'
import { type ModelState, variablesOf } from '../../kind/step/world.ts'
import { drawPolicy } from '../../kind/transform/drawPolicy.ts'
import { policiesOf, type ViewSet } from '../../kind/transform/viewSet.ts'
import { fold, type Key } from '../../prelude/key.ts'
import type { Way } from './evaluation.ts'

/** A decoded image, and the key of its views. */
export interface KeyedImage {
  readonly image: Raster
  readonly key: Key
}

/** A set of views, or the plain image, and the ways that use it. */
interface ViewGroup {
  readonly draws: readonly ((key: Key, size: Size) => Draw)[]
  readonly ways: readonly { readonly way: Way; readonly place: number }[]
}

const groupsOf = (ways: readonly Way[], views: Readonly<Record<string, ViewSet>>): readonly ViewGroup[] =>
  [...new Set(ways.map(({ views: name }) => name))].map((name) => ({
    draws: (name === null ? [[]] : policiesOf(views[name]!)).map(drawPolicy),
    ways: ways.flatMap((way, place) => (way.views === name ? [{ way, place }] : [])),
  }))

/**
 * Asks a model for the probabilities of images, in each way: one row for each image.
 *
 * p = softmax(logits) of the plain image, or softmax(mean over views of logits).
 *
 * Each view is computed once for all weights, when its turn comes, so one view of a batch is alive at a time.
 *
 * Law: answers to the plain image are those of the step `predict`, bit by bit.
 */
export const answer = (
  network: Network,
  state: ModelState,
  ways: readonly Way[],
  views: Readonly<Record<string, ViewSet>>,
): ((samples: readonly KeyedImage[]) => readonly Float32Array[]) => {
  const groups = groupsOf(ways, views)
  const probabilities = probabilitiesOf(network, { head: 'label', normalization: 'running', average: 'logits' })
  return (samples) => {
    const rows: Float32Array[] = []
    for (const { draws, ways: asking } of groups) {
      const variables = asking.map(({ way }) => variablesOf(state, way.weights))
      const images = draws.map(
        (draw, view) => () =>
          collateImages(samples.map(({ image, key }) => apply(draw(fold(key, 'view', view), image))(image))),
      )
      tidy(() => {
        probabilities(variables, images).forEach((tensor, i) => {
          rows[asking[i]!.place] = Float32Array.from(tensor.dataSync())
        })
      })
    }
    return rows
  }
}
