import * as E from 'fp-ts/lib/Either.js'
import { decode, field, record, text } from '../codec/index.ts'
import { type DataError, type RunError, runError } from '../prelude/errors.ts'
import { openAppendLog } from './file/appendLog.ts'

const entry = record({
  file: field(text(), 'the image'),
  stage: field(text(), 'the stage that could not use it'),
  reason: field(text(), 'why'),
})

/** The images that could not be used, each listed once, with the stage that failed and the reason. */
export interface Quarantine {
  /** Notes the image, unless it is already there. */
  readonly add: (error: DataError) => void
  readonly size: () => number
  readonly last: () => DataError | undefined
  readonly close: () => void
}

/** Opens `quarantine.jsonl` of a run folder. Images from earlier sessions still count. */
export const openQuarantine = (file: string): E.Either<RunError, Quarantine> => {
  const files = new Set<string>()
  let last: DataError | undefined
  const note = (error: Omit<DataError, '_tag'>): void => {
    files.add(error.file)
    last = { _tag: 'DataError', ...error }
  }
  const log = openAppendLog(file, (line) => {
    const known = decode(entry)(line)
    if (E.isRight(known)) note(known.right)
  })
  return E.map(({ append, close }: { readonly append: (record: unknown) => void; readonly close: () => void }) => ({
    add: ({ file, stage, reason }: DataError) => {
      if (files.has(file)) return
      append({ file, stage, reason })
      note({ file, stage, reason })
    },
    size: () => files.size,
    last: () => last,
    close,
  }))(log)
}

/**
 * How many images may fail: the share, rounded up. Any share above 0 forgives one image of a small folder.
 *
 * @example
 * errorBudget(0.01, 3601) // => 37
 * errorBudget(0.01, 5) // => 1
 *
 * @param share part of the images that may fail, 0..1
 * @param images number of images in the folders
 */
export const errorBudget = (share: number, images: number): number => Math.ceil(share * images)

/**
 * Why a run must stop if more images failed than its error budget allows, or undefined if it may continue.
 *
 * @example
 * const quarantine = { size: () => 2, last: () => ({ file: '1.jpg', stage: 'decode', reason: 'empty' }) }
 * overBudget(quarantine, 0.01, 200) // => undefined
 * overBudget(quarantine, 0.01, 100)._tag // => 'RunError'
 *
 * @param share part of the images that may fail, 0..1
 * @param images number of images in the folders
 */
export const overBudget = (
  { size, last }: Pick<Quarantine, 'size' | 'last'>,
  share: number,
  images: number,
): RunError | undefined => {
  const allowed = errorBudget(share, images)
  const latest = last()
  if (size() <= allowed || latest === undefined) return undefined
  return runError(
    `${size()} of ${images} images could not be used, more than the ${allowed} that an error budget of ${+(100 * share).toFixed(4)} % allows; ` +
      `the last was ${latest.file} (${latest.stage}: ${latest.reason})`,
    'See quarantine.jsonl in the run folder; repair or remove the files, or raise the error budget',
  )
}
