import { existsSync, readFileSync } from 'node:fs'
import { hashOf } from '../../data/file/hashOf.ts'
import { unknownName } from '../../pipeline/check/unknownName.ts'
import { type DeclarationError, type RunError, runError } from '../../prelude/errors.ts'
import type { LabelRequest } from './labelRequest.ts'

/** Hash of everything that decides what the rows say. A file is resumed only with the same one. */
export const identityOf = ({ model, images, views, atLeast }: LabelRequest): string =>
  hashOf(
    JSON.stringify({ pipeline: model.pipeline, steps: model.steps, classes: model.classes, images, views, atLeast }),
  )

const unknownViews = ({ model, views }: LabelRequest): DeclarationError | undefined => {
  const known = Object.keys(model.plan.spec.evaluate.views)
  return views === null || known.includes(views)
    ? undefined
    : unknownName('views of the run', { name: views, path: ['views'] }, known)
}

/**
 * Why a request must not write to its file, or undefined if it may.
 *
 * - The run has no views of that name.
 * - The file exists, and the request does not resume it.
 * - The file was begun with another model, folder, views or threshold, or there is nothing to resume.
 *
 * @param note the file that holds the identity of the request under way
 */
export const obstacle = (request: LabelRequest, note: string): DeclarationError | RunError | undefined => {
  const unknown = unknownViews(request)
  if (unknown !== undefined) return unknown
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
    'Start again without --resume, with another --out',
  )
}
