import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { explainFileError } from '../../data/file/explainFileError.ts'
import { builtIn, type Registry } from '../../kind/registry.ts'
import { load, type Pipeline } from '../../pipeline/read/load.ts'
import { type Override, readOverride } from '../../pipeline/read/override.ts'
import { withUserUnits } from '../../pipeline/read/userUnits.ts'
import type { DeclarationError, RunError } from '../../prelude/errors.ts'
import { pipelineFile } from '../options/folders.ts'

type Errors = readonly (DeclarationError | RunError)[]

/** A pipeline, with the values of the command line in it. */
export interface ReadPipeline {
  readonly pipeline: Pipeline
  readonly overrides: readonly Override[]
  /** The same file with other values of the command line. */
  readonly reload: (overrides: readonly Override[]) => E.Either<Errors, ReadPipeline>
}

const readText = (name: string): E.Either<Errors, { readonly file: string; readonly text: string }> => {
  const file = pipelineFile(name)
  try {
    return E.right({ file, text: readFileSync(file, 'utf8') })
  } catch (cause) {
    return E.left([explainFileError(`read the pipeline file ${name}`, cause)])
  }
}

const loaded = (
  file: string,
  text: string,
  registry: Registry,
  overrides: readonly Override[],
): E.Either<Errors, ReadPipeline> =>
  E.map((pipeline: Pipeline) => ({
    pipeline,
    overrides,
    reload: (others: readonly Override[]) => loaded(file, text, registry, others),
  }))(load(file, text, registry, overrides))

/**
 * Reads and checks a pipeline file, with the units of its modules and the values of `--set`.
 *
 * - Fails with the mistakes in modules and in the form of values, all at once.
 * - Without these, fails with the mistakes in the file.
 */
export const readPipeline = async (name: string, set: readonly string[]): Promise<E.Either<Errors, ReadPipeline>> => {
  const read = readText(name)
  if (E.isLeft(read)) return read
  const { file, text } = read.right
  const registry = await withUserUnits(file, text, builtIn)
  const overrides = set.map(readOverride)
  const errors = [
    ...(E.isLeft(registry) ? registry.left : []),
    ...overrides.flatMap((one) => (E.isLeft(one) ? [one.left] : [])),
  ]
  if (E.isLeft(registry) || errors.length > 0) return E.left(errors)
  const values = overrides.flatMap((one) => (E.isRight(one) ? [one.right] : []))
  return loaded(file, text, registry.right, values)
}
