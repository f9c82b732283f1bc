import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { decode } from '../../codec/index.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { render } from '../../prelude/render.ts'
import { contentHash } from '../file/contentHash.ts'
import { explainFileError } from '../file/explainFileError.ts'
import { writeDurably } from '../file/writeDurably.ts'
import { type DrawSplits, drawSplits, keyText } from './drawSplits.ts'
import { type SplitImage, type Splits, splits } from './splits.ts'

export interface LabeledSplit extends DrawSplits {
  /** splits.json of the run folder. */
  readonly file: string
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const read = (file: string): E.Either<RunError, Splits> => {
  const decoded = decode(splits)(parse(readFileSync(file, 'utf8')))
  return E.isRight(decoded)
    ? decoded
    : E.left(
        runError(
          `${file} cannot be read: ${decoded.left.map(render).join('; ')}`,
          'Restore it from a backup or start a new run',
        ),
      )
}

const describe = (labelsPerClass: number | null): string =>
  labelsPerClass === null ? 'all labels' : `${labelsPerClass} labels per class`

/** The first setting that differs from the stored split. */
const departure = (
  stored: Splits,
  { key, classes, labelsPerClass, validationPerClass }: DrawSplits,
): string | undefined => {
  if (stored.key !== keyText(key)) return 'another seed'
  if (stored.labelsPerClass !== labelsPerClass) {
    return `${describe(stored.labelsPerClass)}, received ${describe(labelsPerClass)}`
  }
  if (stored.validationPerClass !== validationPerClass) {
    return `${stored.validationPerClass} validation images per class, received ${validationPerClass}`
  }
  const names = classes.map(({ name }) => name)
  if (stored.classes.join('/') !== names.join('/')) {
    return `the classes ${stored.classes.join(', ')}, received ${names.join(', ')}`
  }
  return undefined
}

const damage = (folder: string, { file, size, sha256 }: SplitImage): string | undefined => {
  const path = join(folder, file)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return `${path} is missing`
  if (stats.size !== size) return `${path} had ${size} bytes and has ${stats.size}`
  return contentHash(path) === sha256 ? undefined : `${path} has another content`
}

const verify = async (folder: string, stored: Splits): Promise<E.Either<RunError, Splits>> => {
  for (const image of [...stored.labeled, ...stored.validation]) {
    const problem = damage(folder, image)
    if (problem !== undefined) {
      return E.left(
        runError(
          `The labeled images are not those that this run drew: ${problem}`,
          'Restore the file or start a new run',
        ),
      )
    }
    await setImmediate()
  }
  return E.right(stored)
}

/**
 * The labeled images of a run, drawn once, written with their content hashes, and checked at every start.
 *
 * - Fails if a file is missing or changed, and names it.
 * - Fails if the seed, the number of labels or validation images, or the classes differ from the stored
 *   split.
 */
export const labeledSplit = async (request: LabeledSplit): Promise<E.Either<RunError, Splits>> => {
  const { file, index } = request
  try {
    if (!existsSync(file)) {
      const drawn = await drawSplits(request)
      if (E.isRight(drawn)) writeDurably(file, `${JSON.stringify(splits.encode(drawn.right), undefined, 1)}\n`)
      return drawn
    }
    const stored = read(file)
    if (E.isLeft(stored)) return stored
    const other = departure(stored.right, request)
    if (other !== undefined) {
      return E.left(
        runError(`The labeled images of this run were drawn with ${other}`, 'Start a new run for another draw'),
      )
    }
    return await verify(index.folder, stored.right)
  } catch (error) {
    return E.left(explainFileError(`read the labeled images of ${index.folder}`, error))
  }
}
