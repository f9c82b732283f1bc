import { existsSync, readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { decode } from '../../codec/index.ts'
import { splits } from '../../data/split/splits.ts'
import type { Network } from '../../kind/network/network.ts'
import type { Registry } from '../../kind/registry.ts'
import type { ModelState, Weights } from '../../kind/step/world.ts'
import { modelParts } from '../../pipeline/plan/modelParts.ts'
import { type Plan, weightsOf } from '../../pipeline/plan/plan.ts'
import { load } from '../../pipeline/read/load.ts'
import { withUserUnits } from '../../pipeline/read/userUnits.ts'
import { type DeclarationError, type RunError, runError } from '../../prelude/errors.ts'
import { render } from '../../prelude/render.ts'
import { readCheckpoint } from '../folder/checkpoint.ts'
import { type RunFolder, runFolder } from '../folder/runFolder.ts'

/** A trained classifier in the folder of its run. */
export interface OpenModel {
  /** The resolved pipeline file that trained it. */
  readonly pipeline: string
  readonly plan: Plan
  /** Class names, in the order of the network's outputs. */
  readonly classes: readonly string[]
  readonly network: Network
  readonly state: ModelState
  /** The kinds of weights. The last is the best guess: an average, if the run kept one. */
  readonly weights: readonly Weights[]
  /** Steps of training behind it. */
  readonly steps: number
}

type Failure = readonly (DeclarationError | RunError)[]

const damaged = (file: string, what: string): RunError =>
  runError(`${file} cannot be read: ${what}`, 'Restore it from a backup')

const readJson = (file: string): E.Either<RunError, unknown> => {
  try {
    return E.right(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    return E.left(damaged(file, String(cause)))
  }
}

/** Where the run found its pipeline file, which the modules of a user's own units are relative to. */
const pipelineFile = ({ environment, pipeline }: RunFolder): E.Either<RunError, string> => {
  if (!existsSync(environment)) return E.right(pipeline)
  return E.map((noted: unknown) =>
    typeof noted === 'object' && noted !== null && 'file' in noted && typeof noted.file === 'string'
      ? noted.file
      : pipeline,
  )(readJson(environment))
}

/** The class names, which the split of a run holds in the order of their numbers. */
const classesIn = ({ splits: file }: RunFolder): E.Either<RunError, readonly string[]> => {
  const data = readJson(file)
  if (E.isLeft(data)) return data
  const drawn = decode(splits)(data.right)
  return E.isLeft(drawn) ? E.left(damaged(file, drawn.left.map(render).join('; '))) : E.right(drawn.right.classes)
}

/**
 * Opens the model that a run evaluates: its resolved pipeline, its class names, and its newest checkpoint.
 *
 * Tensors are created on the current backend, whichever backend trained them.
 *
 * - Fails if the folder is not that of a run, or a file in it is damaged.
 * - Fails if the run has no checkpoint yet.
 */
export const openModel = async (root: string, units: Registry): Promise<E.Either<Failure, OpenModel>> => {
  const folder = runFolder(root)
  const missing = [folder.pipeline, folder.splits].find((file) => !existsSync(file))
  if (missing !== undefined) {
    return E.left([runError(`Expected the folder of a run at ${root}, received one without ${missing}`)])
  }
  const text = readFileSync(folder.pipeline, 'utf8')
  const file = pipelineFile(folder)
  if (E.isLeft(file)) return E.left([file.left])
  const registry = await withUserUnits(file.right, text, units)
  if (E.isLeft(registry)) return registry
  const drawn = classesIn(folder)
  if (E.isLeft(drawn)) return E.left([drawn.left])
  const classes = drawn.right
  const pipeline = load(folder.pipeline, text, registry.right, [], classes.length)
  if (E.isLeft(pipeline)) return pipeline
  const { plan } = pipeline.right
  const checkpoint = await readCheckpoint(folder.checkpoints)
  if (E.isLeft(checkpoint)) return E.left([checkpoint.left])
  if (checkpoint.right === null) {
    return E.left([runError(`The run ${root} has no checkpoint yet`, 'Let it train longer, or go on with --resume')])
  }
  const { model } = plan.spec.evaluate
  return E.right({
    pipeline: text,
    plan,
    classes,
    network: modelParts(plan)[model]!.network,
    state: checkpoint.right.world.models[model]!,
    weights: weightsOf(plan, model),
    steps: checkpoint.right.state.steps,
  })
}
