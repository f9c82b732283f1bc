import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, takeWhile, tap } from 'rxjs'
import { hashOf } from '../../data/file/hashOf.ts'
import { lastLine } from '../../data/file/lastLine.ts'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { type FolderIndex, openFolderIndex } from '../../data/folder/folderIndex.ts'
import { positionAfter } from '../../data/folder/positionAfter.ts'
import { writtenHeader } from '../../data/ledger/ledgerHeader.ts'
import { type LedgerRow, writtenRow } from '../../data/ledger/ledgerRow.ts'
import { openQuarantine, overBudget, type Quarantine } from '../../data/quarantine.ts'
import { ledgerRecords } from '../../kind/step/ledgerRecords.ts'
import { unknownName } from '../../pipeline/check/unknownName.ts'
import { type DataError, type DeclarationError, type RunError, runError } from '../../prelude/errors.ts'
import type { Counts } from '../../stream/credits.ts'
import { map, range } from '../../stream/sequence.ts'
import { type Classified, classify } from '../score/classify.ts'
import type { OpenModel } from '../score/openModel.ts'
import { ledgerRowOf } from '../sets/ledgerRowOf.ts'
import { type FlowLoad, loadOf } from '../train/event.ts'

export interface LabelImages {
  readonly model: OpenModel
  /** Folder of images, nested in any way. */
  readonly images: string
  /** Ledger of one row for each image, in the order of their paths. */
  readonly out: string
  /** Views of the run's `evaluate.views`, over which the logits are averaged, by name; null: the picture as it is. */
  readonly views: string | null
  /** Whether to go on where an earlier call was stopped. */
  readonly resume: boolean
  /** The confidence from which on a label counts as accepted, 0..1. */
  readonly atLeast: number
  readonly onProgress: (done: number, total: number, load: readonly FlowLoad[]) => void
  readonly onIndex: (found: number) => void
  readonly onFailure: (failure: DataError) => void
  /** Stops after the batch under way. */
  readonly signal: AbortSignal
}

export interface Labeled {
  /** Images in the folder, and those that a row was written for now; the rest were labeled before, or could not be used. */
  readonly images: number
  readonly written: number
  readonly accepted: number
  readonly quarantined: number
  readonly counts: Counts
  readonly interrupted: boolean
}

const rowsOf = (
  { files, probabilities }: Classified,
  classes: readonly string[],
  atLeast: number,
  folder: string,
): readonly LedgerRow[] =>
  ledgerRecords(files, probabilities[0]!, classes.length, (_, confidence) => confidence >= atLeast).map((record) =>
    ledgerRowOf(record, folder, classes),
  )

const linesOf = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

/** The file of the row that the line is, or null where it is the first line, before any row. */
const fileIn = (line: string): string | null => (JSON.parse(line) as Partial<LedgerRow>).file ?? null

const identityOf = ({ model, images, views, atLeast }: LabelImages): string =>
  hashOf(
    JSON.stringify({ pipeline: model.pipeline, steps: model.steps, classes: model.classes, images, views, atLeast }),
  )

const unknownViews = ({ model, views }: LabelImages): DeclarationError | undefined => {
  const known = Object.keys(model.plan.spec.evaluate.views)
  return views === null || known.includes(views)
    ? undefined
    : unknownName('views of the run', { name: views, path: ['views'] }, known)
}

/** What stands in the way of writing to `out`: a file that is not to be gone on with, or one of another model or folder. */
const obstacle = (request: LabelImages, note: string): RunError | undefined => {
  const { out, resume } = request
  if (!resume) {
    return existsSync(out)
      ? runError(`${out} is there already`, 'Go on with it with --resume, or choose another --out')
      : undefined
  }
  if (existsSync(note) && readFileSync(note, 'utf8') === identityOf(request)) return undefined
  return runError(
    existsSync(note)
      ? `${out} was begun with another model, folder, views or threshold`
      : `There is nothing to go on with: ${out} was not begun, or is complete`,
    'Start anew without --resume, with another --out',
  )
}

/** @param last the last line of a file that is gone on with */
const stream = async (request: LabelImages, index: FolderIndex, quarantine: Quarantine, last: string | null) => {
  const { model, out, views, atLeast, onProgress, onFailure, signal } = request
  const { limits, evaluate } = model.plan.spec
  const begun = last === null ? null : fileIn(last)
  const first = begun === null ? 0 : positionAfter(index, index.length, begun)
  const { length } = index
  const toImage = (position: number) => {
    const number = first + position
    return { file: { set: 'images', index: number, path: `${index.folder}/${index.at(number).path}` } }
  }
  const { classified, branch } = classify(
    {
      images: { unlabeled: map(toImage)(range(length - first)) },
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
  const file = openSync(out, 'a')
  if (last === null) writeSync(file, linesOf([writtenHeader(model.classes)]))
  let written = 0
  let accepted = 0
  let failure: RunError | undefined
  const write = (batch: Classified): void => {
    const rows = rowsOf(batch, model.classes, atLeast, index.folder)
    writeSync(file, linesOf(rows.map(writtenRow)))
    written += rows.length
    accepted += rows.filter((row) => row.accepted).length
    const counts = branch.credits.counts()
    onProgress(first + counts.used + counts.failed, length, loadOf({ images: branch }))
    failure = overBudget(quarantine, limits.failures, length)
  }
  try {
    // Rows are written before the next batch is asked for, so nothing piles up behind a slow disk.
    await lastValueFrom(
      classified.pipe(
        tap(write),
        takeWhile(() => failure === undefined && !signal.aborted),
      ),
      { defaultValue: null },
    )
  } finally {
    closeSync(file)
  }
  failure ??= overBudget(quarantine, limits.failures, length)
  if (failure !== undefined) return E.left(failure)
  const counts = branch.credits.counts()
  return E.right({
    images: length,
    written,
    accepted,
    quarantined: quarantine.size(),
    counts,
    interrupted: first + counts.used + counts.failed + counts.rejected < length,
  })
}

/**
 * Streams a folder of any size through a model, by its averaged weights where there are any, and writes a row for each image.
 *
 * Memory does not grow with the folder: its index is on disk, and at most two batches of decoded images are alive. What cannot be read goes to
 * `<out>.quarantine.jsonl`; too much of it is an error. Stopped at any moment, even by a kill, it can go on: a torn last row is written again.
 */
export const labelImages = async (request: LabelImages): Promise<E.Either<DeclarationError | RunError, Labeled>> => {
  const unknown = unknownViews(request)
  if (unknown !== undefined) return E.left(unknown)
  const { out, images, resume } = request
  const work = `${out}.work`
  const note = join(work, 'of')
  const blocked = obstacle(request, note)
  if (blocked !== undefined) return E.left(blocked)
  mkdirSync(work, { recursive: true })
  const index = await openFolderIndex({
    folder: images,
    cache: join(work, 'index'),
    whenChanged: resume ? 'fail' : 'rescan',
    onProgress: request.onIndex,
  })
  if (E.isLeft(index)) return index
  writeDurably(note, identityOf(request))
  const last = resume ? lastLine(out) : null
  const quarantine = openQuarantine(`${out}.quarantine.jsonl`)
  if (E.isLeft(quarantine)) return quarantine
  try {
    const labeled = await stream(request, index.right, quarantine.right, last)
    if (E.isRight(labeled) && !labeled.right.interrupted) rmSync(work, { recursive: true })
    return labeled
  } finally {
    index.right.close()
    quarantine.right.close()
    if (quarantine.right.size() === 0) rmSync(`${out}.quarantine.jsonl`, { force: true })
  }
}
