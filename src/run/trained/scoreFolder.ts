import * as E from 'fp-ts/lib/Either.js'
import { classFolders } from '../../data/folder/classFolders.ts'
import { openFolderIndex } from '../../data/folder/folderIndex.ts'
import type { DataError, RunError } from '../../prelude/errors.ts'
import { type Way, waysOf } from '../score/evaluation.ts'
import type { Score } from '../score/score.ts'
import { scoreImages } from '../score/scoreImages.ts'
import { labeledFolder } from '../sets/folderImages.ts'
import { sameClasses } from '../sets/sameClasses.ts'
import type { OpenModel } from './openModel.ts'

export interface ScoreFolder {
  readonly model: OpenModel
  /** Folder of images: one folder for each class. */
  readonly images: string
  /** Folder for the index of the images. */
  readonly cache: string
  readonly onFailure: (failure: DataError) => void
}

export interface WayScore extends Way {
  readonly score: Score
}

/**
 * Scores a trained model on a folder of labeled images, in every way in which its run evaluated it.
 *
 * - Fails if the folder has a class that the model does not know. Classes may be missing.
 *
 * Law: on the test folder of the run, the scores are those of its last evaluation.
 */
export const scoreFolder = async (request: ScoreFolder): Promise<E.Either<RunError, readonly WayScore[]>> => {
  const { model, images, cache, onFailure } = request
  const index = await openFolderIndex({ folder: images, cache, whenChanged: 'rescan', onProgress: () => undefined })
  if (E.isLeft(index)) return index
  const classes = classFolders(index.right)
  if (E.isLeft(classes)) return classes
  const fitting = sameClasses(model.classes, classes.right, images)
  if (E.isLeft(fitting)) return fitting
  const { limits, evaluate } = model.plan.spec
  const ways = waysOf(model.weights, evaluate.views)
  const scores = await scoreImages(
    {
      images: { labeled: labeledFolder('test', index.right, classes.right, model.classes) },
      decode: evaluate.decode,
      views: evaluate.views,
      batch: evaluate.batch,
      concurrency: limits.concurrency,
      classes: model.classes.length,
      resources: { kept: () => null },
      onFailure,
    },
    model.network,
    model.state,
    ways,
  )
  return E.right(ways.map((way, i) => ({ ...way, score: scores[i]! })))
}
