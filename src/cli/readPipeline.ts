import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { explainFileError } from '../data/file/explainFileError.ts'
import { operators, type Registry } from '../kind/registry.ts'
import { type Override, readOverride } from '../pipeline/read/override.ts'
import { withUserOperators } from '../pipeline/read/userOperators.ts'
import type { DeclarationError, RunError } from '../prelude/errors.ts'
import { pipelineFile } from './folders.ts'

/** A pipeline file before it is checked, with the operators that it may use and the values of the command line. */
export interface Pipeline {
  readonly file: string
  readonly text: string
  readonly registry: Registry
  readonly overrides: readonly Override[]
}

const readText = (name: string): E.Either<readonly RunError[], { readonly file: string; readonly text: string }> => {
  const file = pipelineFile(name)
  try {
    return E.right({ file, text: readFileSync(file, 'utf8') })
  } catch (cause) {
    return E.left([explainFileError(`read the pipeline file ${name}`, cause)])
  }
}

/** Reads a pipeline file, the modules that it names, and the values given with `--set`; all mistakes of the latter two at once. */
export const readPipeline = async (
  name: string,
  set: readonly string[],
): Promise<E.Either<readonly (DeclarationError | RunError)[], Pipeline>> => {
  const read = readText(name)
  if (E.isLeft(read)) return read
  const { file, text } = read.right
  const registry = await withUserOperators(file, text, operators)
  const overrides = set.map(readOverride)
  const errors = [
    ...(E.isLeft(registry) ? registry.left : []),
    ...overrides.flatMap((one) => (E.isLeft(one) ? [one.left] : [])),
  ]
  if (E.isLeft(registry) || errors.length > 0) return E.left(errors)
  return E.right({
    file,
    text,
    registry: registry.right,
    overrides: overrides.flatMap((one) => (E.isRight(one) ? [one.right] : [])),
  })
}
