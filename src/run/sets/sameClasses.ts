import * as E from 'fp-ts/lib/Either.js'
import type { ImageClass } from '../../data/folder/classFolders.ts'
import { type RunError, runError } from '../../prelude/errors.ts'

/** Fails if a folder has a class that the run does not know. Classes may be missing. */
export const sameClasses = (
  known: readonly string[],
  found: readonly ImageClass[],
  folder: string,
): E.Either<RunError, undefined> => {
  const strange = found.map(({ name }) => name).filter((name) => !known.includes(name))
  return strange.length === 0
    ? E.right(undefined)
    : E.left(
        runError(
          `Expected the classes ${known.join(', ')} in ${folder}, received ${strange.join(', ')} as well`,
          'Give the class folders of both folders the same names',
        ),
      )
}
