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
import { readCheckpoint } from '../folder/checkpoint.ts'
import { runFolder } from '../folder/runFolder.ts'

/** A trained classifier, as a run left it. */
export interface OpenModel {
  /** The resolved pipeline file that trained it. */
  readonly pipeline: string
  readonly plan: Plan
  /** Class names; an output of the network is the place in this list. */
  readonly classes: readonly string[]
  readonly network: Network
  readonly state: ModelState
  /** The kinds of weights that there are; the last of them is the best guess: the average, where one was kept. */
  readonly weights: readonly Weights[]
  /** Steps of training behind it. */
  readonly steps: number
}

type Failure = readonly (DeclarationError | RunError)[]

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** Operators of a user's own are named relative to the pipeline file, whose place the run noted. */
const pipelineFile = (environment: string, fallback: string): string => {
  const noted = existsSync(environment) ? readJson(environment) : null
  return typeof noted === 'object' && noted !== null && 'file' in noted && typeof noted.file === 'string'
    ? noted.file
    : fallback
}

/**
 * Opens the model that a run evaluates: its resolved pipeline, its class names, and its newest checkpoint.
 *
 * Edges: a folder that is no run, or one without a checkpoint yet, is an error that says so. Tensors are made on the current backend, whatever backend
 * trained them.
 */
export const openModel = async (root: string, units: Registry): Promise<E.Either<Failure, OpenModel>> => {
  const folder = runFolder(root)
  const missing = [folder.pipeline, folder.splits].find((file) => !existsSync(file))
  if (missing !== undefined) {
    return E.left([runError(`Expected the folder of a run at ${root}, received one without ${missing}`)])
  }
  const text = readFileSync(folder.pipeline, 'utf8')
  const registry = await withUserUnits(pipelineFile(folder.environment, folder.pipeline), text, units)
  if (E.isLeft(registry)) return registry
  const drawn = decode(splits)(readJson(folder.splits))
  if (E.isLeft(drawn)) return drawn
  const { classes } = drawn.right
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
