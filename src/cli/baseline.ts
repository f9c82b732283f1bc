import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { network } from '../kind/network/networks.ts'
import type { Plan } from '../pipeline/plan/plan.ts'
import { load } from '../pipeline/read/load.ts'
import type { Override } from '../pipeline/read/override.ts'
import { type DeclarationError, type RunError, runError } from '../prelude/errors.ts'
import { type Pipeline, readPipeline } from './readPipeline.ts'

type Errors = readonly (DeclarationError | RunError)[]

/** A pipeline to compare a run with, its values put where the run's are. */
export interface Baseline {
  readonly pipeline: Pipeline
  readonly plan: Plan
}

/** The file of a parent, which stands beside its child. */
const parentFile = (child: string, parent: string): string => join(dirname(child), `${parent}.yaml`)

const readPlan = async (file: string): Promise<E.Either<Errors, Baseline>> => {
  const pipeline = await readPipeline(file, [])
  if (E.isLeft(pipeline)) return pipeline
  const plan = load(pipeline.right.file, pipeline.right.text, pipeline.right.registry)
  return E.map((right: Plan) => ({ pipeline: pipeline.right, plan: right }))(plan)
}

/** Follows `parent` from file to file up to the one that has none. */
const rootOf = async (file: string, parent: string): Promise<E.Either<Errors, Baseline>> => {
  const seen = new Set([file])
  let next = parentFile(file, parent)
  for (;;) {
    if (seen.has(next)) {
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
    seen.add(next)
    const read = await readPlan(next)
    if (E.isLeft(read) || read.right.plan.spec.parent === '') return read
    next = parentFile(next, read.right.plan.spec.parent)
  }
}

/** The values that make the two runs comparable: the network that is evaluated, all parameters that both files declare, and how is measured. */
const sameValues = (run: Plan, overrides: readonly Override[], baseline: Plan): readonly Override[] => {
  const shared = Object.entries(run.spec.params).filter(([name]) => name in baseline.spec.params)
  const student = run.spec.models[run.spec.evaluate.model]!
  return [
    ...shared.map(([name, value]) => ({ path: ['params', name], value })),
    {
      path: ['models', baseline.spec.evaluate.model, 'network'],
      value: network.encode(student.network),
    },
    ...overrides.filter(({ path }) => path[0] === 'limits' || (path[0] === 'evaluate' && path[1] !== 'model')),
  ]
}

/**
 * The comparison arm of a run: with `auto` the root of its parents, else the named file; the same network, the same values of all parameters that
 * both declare. Null where there is none: for a file without a parent, and for `none`.
 */
export const baselineOf = async (
  wanted: string,
  pipeline: Pipeline,
  plan: Plan,
): Promise<E.Either<Errors, Baseline | null>> => {
  if (wanted === 'none' || (wanted === 'auto' && plan.spec.parent === '')) return E.right(null)
  const found = wanted === 'auto' ? await rootOf(pipeline.file, plan.spec.parent) : await readPlan(wanted)
  if (E.isLeft(found)) return found
  const root = found.right
  const overrides = sameValues(plan, pipeline.overrides, root.plan)
  const { file, text, registry } = root.pipeline
  return E.map((resolved: Plan) => ({ pipeline: { file, text, registry, overrides }, plan: resolved }))(
    load(file, text, registry, overrides),
  )
}
