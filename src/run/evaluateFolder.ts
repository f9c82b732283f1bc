import * as E from 'fp-ts/lib/Either.js'
import { classFolders } from '../data/classFolders.ts'
import { openFolderIndex } from '../data/folderIndex.ts'
import type { Score } from '../metric/score.ts'
import type { Weights } from '../operator/world.ts'
import type { DataError, RunError } from '../prelude/errors.ts'
import { evaluate } from './evaluate.ts'
import type { OpenModel } from './openModel.ts'
import { labeledFolder, sameClasses } from './openSets.ts'

export interface EvaluateFolder {
  readonly model: OpenModel
  /** Folder of images: one folder for each class. */
  readonly images: string
  /** Where the index of the folder is kept meanwhile. */
  readonly cache: string
  readonly onFailure: (failure: DataError) => void
}

export interface WeightsScore {
  readonly weights: Weights
  readonly score: Score
}

/** How good a trained model is on a folder of labeled images, for each kind of weights that it has. */
export const evaluateFolder = async (request: EvaluateFolder): Promise<E.Either<RunError, readonly WeightsScore[]>> => {
  const { model, images, cache, onFailure } = request
  const index = await openFolderIndex({ folder: images, cache, whenChanged: 'rescan', onProgress: () => undefined })
  if (E.isLeft(index)) return index
  const classes = classFolders(index.right)
  if (E.isLeft(classes)) return classes
  const fitting = sameClasses(model.classes, classes.right, images)
  if (E.isLeft(fitting)) return fitting
  const { limits, evaluate: measured } = model.plan.spec
  const scores = await evaluate(
    {
      images: { labeled: labeledFolder('test', index.right, classes.right, model.classes) },
      decode: measured.decode,
      batch: measured.batch,
      concurrency: limits.concurrency,
      classes: model.classes.length,
      resources: { keptPixels: () => null },
      onFailure,
    },
    model.network,
    model.state,
    model.weights,
  )
  return E.right(model.weights.map((weights, i) => ({ weights, score: scores[i]! })))
}
