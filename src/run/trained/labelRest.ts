import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, takeWhile, tap } from 'rxjs'
import type { FolderIndex } from '../../data/folder/folderIndex.ts'
import { positionAfter } from '../../data/folder/positionAfter.ts'
import type { LedgerRow } from '../../data/ledger/ledgerRow.ts'
import { overBudget, type Quarantine } from '../../data/quarantine.ts'
import type { RunError } from '../../prelude/errors.ts'
import { map, range } from '../../stream/sequence.ts'
import { type Classified, classify } from '../score/classify.ts'
import { loadOf } from '../train/event.ts'
import type { Labeled, LabelRequest } from './labelRequest.ts'
import { openRowFile } from './rowFile.ts'

/** The file of the row in a line; null for the first line, which comes before any row. */
const fileIn = (line: string): string | null => (JSON.parse(line) as Partial<LedgerRow>).file ?? null

/** The first image of a folder that has no row yet. */
const firstOf = (index: FolderIndex, last: string | null): number => {
  const labeled = last === null ? null : fileIn(last)
  return labeled === null ? 0 : positionAfter(index, index.length, labeled)
}

/** The images from `first` on, as a stream of classified batches. */
const classifiedFrom = (request: LabelRequest, index: FolderIndex, quarantine: Quarantine, first: number) => {
  const { model, views, onFailure } = request
  const { limits, evaluate } = model.plan.spec
  const toImage = (position: number) => {
    const number = first + position
    return { file: { set: 'images', index: number, path: `${index.folder}/${index.at(number).path}` } }
  }
  return classify(
    {
      images: { unlabeled: map(toImage)(range(index.length - first)) },
      decode: evaluate.decode,
      views: evaluate.views,
      batch: evaluate.batch,
      concurrency: limits.concurrency,
      resources: { kept: () => null },
      onFailure: (failure) => {
        quarantine.add(failure)
        onFailure(failure)
      },
    },
    model.network,
    model.state,
    [{ weights: model.weights.at(-1)!, views }],
  )
}

/**
 * Writes a row for each image that has none yet.
 *
 * - Stops after the batch under way when the signal is aborted.
 * - Fails if more images are unusable than the run allows.
 *
 * @param last the last complete line of the file, or null if it has none
 */
export const labelRest = async (
  request: LabelRequest,
  index: FolderIndex,
  quarantine: Quarantine,
  last: string | null,
): Promise<E.Either<RunError, Labeled>> => {
  const { model, out, atLeast, onProgress, signal } = request
  const { failures } = model.plan.spec.limits
  const { length, folder } = index
  const first = firstOf(index, last)
  const { classified, branch } = classifiedFrom(request, index, quarantine, first)
  const rows = openRowFile(out, { classes: model.classes, atLeast, folder }, last === null)
  let failure: RunError | undefined
  const write = (batch: Classified): void => {
    rows.add(batch)
    const { used, failed } = branch.credits.counts()
    onProgress(first + used + failed, length, loadOf({ images: branch }))
    failure = overBudget(quarantine, failures, length)
  }
  try {
    // Rows are written before the next batch is taken, so nothing piles up behind a slow disk.
    await lastValueFrom(
      classified.pipe(
        tap(write),
        takeWhile(() => failure === undefined && !signal.aborted),
      ),
      { defaultValue: null },
    )
  } finally {
    rows.close()
  }
  failure ??= overBudget(quarantine, failures, length)
  if (failure !== undefined) return E.left(failure)
  const counts = branch.credits.counts()
  return E.right({
    images: length,
    written: rows.written(),
    accepted: rows.accepted(),
    quarantined: quarantine.size(),
    counts,
    interrupted: first + counts.used + counts.failed + counts.rejected < length,
  })
}
