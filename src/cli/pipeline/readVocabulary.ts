import * as E from 'fp-ts/lib/Either.js'
import { builtIn } from '../../kind/registry.ts'
import { type Vocabulary, vocabularyOf } from '../../kind/vocabulary.ts'
import type { DeclarationError, RunError } from '../../prelude/errors.ts'
import { readPipeline } from './readPipeline.ts'

/** The vocabulary of Understudy, or, with a pipeline file, one that also has the units of its modules. */
export const readVocabulary = async (
  file: string | undefined,
): Promise<E.Either<readonly (DeclarationError | RunError)[], Vocabulary>> => {
  if (file === undefined) return E.right(vocabularyOf(builtIn))
  const read = await readPipeline(file, [])
  return E.isLeft(read) ? read : E.right(read.right.pipeline.vocabulary)
}
