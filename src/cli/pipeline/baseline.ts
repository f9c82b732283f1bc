import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Pipeline } from '../../pipeline/read/load.ts'
import type { Override } from '../../pipeline/read/override.ts'
import { type DeclarationError, type RunError, runError } from '../../prelude/errors.ts'
import { type ReadPipeline, readPipeline } from './readPipeline.ts'

type Errors = readonly (DeclarationError | RunError)[]

/** The file of a parent: it stands beside its child. */
const parentFile = (child: string, parent: string): string => join(dirname(child), `${parent}.yaml`)

/** Follows `parent` from file to file, to the one that has none. */
const rootOf = async (file: string, parent: string): Promise<E.Either<Errors, ReadPipeline>> => {
  const visited = new Set([file])
  let next = parentFile(file, parent)
  for (;;) {
    if (visited.has(next)) {
      return E.left([
        runError(`The parents of ${file} lead back to ${next}`, 'Mend the parent, or give --baseline none'),
      ])
    }
    if (!existsSync(next)) {
      return E.left([
        runError(
          `The parent of ${file} is not there: ${next}`,
          'Name a file with --baseline FILE, or give --baseline none',
        ),
      ])
    }
    visited.add(next)
    const read = await readPipeline(next, [])
    if (E.isLeft(read) || read.right.pipeline.spec.parent === '') return read
    next = parentFile(next, read.right.pipeline.spec.parent)
  }
}

/**
 * The values that make two runs comparable: the network, the parameters that both declare, the evaluation
 * settings.
 */
const sameValues = (
  { spec, vocabulary }: Pipeline,
  overrides: readonly Override[],
  baseline: Pipeline['spec'],
): readonly Override[] => {
  const shared = Object.entries(spec.params).filter(([name]) => name in baseline.params)
  const student = spec.models[spec.evaluate.model]!
  return [
    ...shared.map(([name, value]) => ({ path: ['params', name], value })),
    {
      path: ['models', baseline.evaluate.model, 'network'],
      value: vocabulary.network.encode(student.network),
    },
    ...overrides.filter(({ path }) => path[0] === 'limits' || (path[0] === 'evaluate' && path[1] !== 'model')),
  ]
}

/**
 * The baseline of a run, with the same network and the same values of all parameters that both files declare.
 *
 * @param name a pipeline file; `auto` for the root of the parents; `none`
 * @returns null for `none`, and for `auto` if the file has no parent
 */
export const baselineOf = async (
  name: string,
  { pipeline, overrides }: ReadPipeline,
): Promise<E.Either<Errors, ReadPipeline | null>> => {
  const { parent } = pipeline.spec
  if (name === 'none' || (name === 'auto' && parent === '')) return E.right(null)
  const root = name === 'auto' ? await rootOf(pipeline.file, parent) : await readPipeline(name, [])
  return E.isLeft(root) ? root : root.right.reload(sameValues(pipeline, overrides, root.right.pipeline.spec))
}
