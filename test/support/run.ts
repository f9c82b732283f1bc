import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, type Observable, tap } from 'rxjs'
import { hashOf } from '../../src/data/file/hashOf.ts'
import { builtIn, type Registry } from '../../src/kind/registry.ts'
import { load } from '../../src/pipeline/read/load.ts'
import { render } from '../../src/prelude/render.ts'
import { checkpointsOf } from '../../src/run/folder/checkpoint.ts'
import { isStepRow, readMetrics } from '../../src/run/folder/metricsRow.ts'
import type { RunEvent, RunFailure, Watch } from '../../src/run/train/event.ts'
import { type RunRequest, type RunResult, runPipeline } from '../../src/run/train/runPipeline.ts'
import { parsed } from './pipelines.ts'

/** Sees nothing. */
export const silent: Watch = () => undefined

export interface RunOf extends Partial<Omit<RunRequest, 'pipeline'>> {
  readonly text: string
  /** The file that the text is from, for modules that it names. */
  readonly file?: string
  readonly registry?: Registry
  readonly labeled: string
  readonly out: string
  readonly settings?: readonly string[]
  readonly watch?: Watch
}

/** The stream of a run as the command line would start it, with what is left out as simple as can be. */
export const streamOf = ({
  settings = [],
  text,
  file = 'test.yaml',
  registry = builtIn,
  watch = silent,
  ...request
}: RunOf): E.Either<RunFailure, Observable<RunEvent>> => {
  const pipeline = load(file, text, registry, parsed(settings))
  if (E.isLeft(pipeline)) return pipeline
  const run = runPipeline({
    pipeline: pipeline.right,
    unlabeled: null,
    test: null,
    ledgers: {},
    labelsPerClass: 2,
    validationPerClass: 1,
    seed: 1,
    existing: 'refuse',
    backend: 'cpu',
    environment: {},
    stepsPerPhase: null,
    signal: new AbortController().signal,
    ...request,
  })
  return E.right(run.pipe(tap(watch)))
}

/** What a run ends with. */
export const tryRun = async (request: RunOf): Promise<E.Either<RunFailure, RunResult>> => {
  const run = streamOf(request)
  if (E.isLeft(run)) return run
  const last = await lastValueFrom(run.right)
  if (last.kind === 'finished') return E.right(last.result)
  return E.left(last.kind === 'failed' ? last.errors : [])
}

/** A run that must succeed; mistakes fail the test with their messages. */
export const runOf = async (request: RunOf): Promise<RunResult> => {
  const ended = await tryRun(request)
  if (E.isLeft(ended)) throw new Error(ended.left.map(render).join('\n'))
  return ended.right
}

/** A hash of the tensors of the newest checkpoint of a run: equal only when every byte is. */
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

/** The rows of the steps that a run logged. */
export const stepsOf = (result: Pick<RunResult, 'folder'>) =>
  metricsOf(result).flatMap((data) => {
    const row = readMetrics(data)
    return row !== undefined && isStepRow(row) ? [row] : []
  })
