import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { hashOf } from '../../src/data/file/hashOf.ts'
import { operators } from '../../src/kind/registry.ts'
import { render } from '../../src/prelude/render.ts'
import { checkpointsOf } from '../../src/run/folder/checkpoint.ts'
import type { Observer } from '../../src/run/train/observer.ts'
import { type RunRequest, type RunResult, runPipeline } from '../../src/run/train/runPipeline.ts'
import { parsed } from './pipelines.ts'

/** An observer that ignores everything. */
export const silent: Observer = {
  onIndex: () => {},
  onPhase: () => {},
  onStep: () => {},
  onEvaluation: () => {},
  onCheckpoint: () => {},
  onQuarantine: () => {},
  onWarning: () => {},
}

export interface RunOf extends Partial<Omit<RunRequest, 'overrides'>> {
  readonly text: string
  readonly labeled: string
  readonly out: string
  readonly settings?: readonly string[]
}

/** A run as the command line would start it. Settings that are left out have the simplest values. */
export const tryRun = ({ settings = [], ...request }: RunOf) =>
  runPipeline({
    file: 'test.yaml',
    registry: operators,
    overrides: parsed(settings),
    unlabeled: null,
    test: null,
    ledgers: {},
    labelsPerClass: 2,
    validationPerClass: 1,
    seed: 1,
    existing: 'refuse',
    backend: 'cpu',
    environment: {},
    observer: silent,
    stepsPerPhase: null,
    stopRequested: () => false,
    ...request,
  })

/** A run that must succeed. Mistakes fail the test with their messages. */
export const runOf = async (request: RunOf): Promise<RunResult> => {
  const result = await tryRun(request)
  if (E.isLeft(result)) throw new Error(result.left.map(render).join('\n'))
  return result.right
}

/** A hash of the tensors in the newest checkpoint of a run. Equal hashes mean equal bytes. */
export const lastTensors = async ({ folder }: Pick<RunResult, 'folder'>): Promise<string> => {
  const newest = (await checkpointsOf(folder.checkpoints)).at(-1)!
  return hashOf(readFileSync(join(folder.checkpoints, newest, 'world.safetensors')))
}

/** The metrics of a run, line by line. */
export const metricsOf = ({ folder }: Pick<RunResult, 'folder'>): readonly Readonly<Record<string, unknown>>[] =>
  readFileSync(folder.metrics, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
