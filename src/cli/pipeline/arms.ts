import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { Backend } from '../../backend/backend.ts'
import type { Pipeline } from '../../pipeline/read/load.ts'
import type { Existing } from '../../run/folder/prepareFolder.ts'
import type { RunFailure } from '../../run/train/event.ts'
import { type RunRequest, runPipeline } from '../../run/train/runPipeline.ts'
import { endOf } from '../process/endOf.ts'
import { environment } from '../process/environment.ts'
import type { TitledResult } from '../text/resultText.ts'
import { measured } from '../watch/measured.ts'
import type { Output } from '../watch/output.ts'
import { writeReport } from '../writeReport.ts'

/** One of the runs of a comparison. */
export interface Arm {
  readonly title: string
  readonly request: RunRequest
}

/** The parameters that all arms share. */
export interface Common
  extends Omit<RunRequest, 'pipeline' | 'unlabeled' | 'ledgers' | 'out' | 'existing' | 'environment'> {
  readonly precision: string
}

/** The pipelines to compare, and the parameters of the run that the baseline may not share. */
export interface Comparison {
  readonly run: Pipeline
  readonly baseline: Pipeline | null
  readonly unlabeled: string | null
  readonly ledgers: Readonly<Record<string, string>>
  readonly out: string
  readonly existing: Existing
}

const hasContent = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0

/** With `--resume` the baseline starts if the run was stopped before it, else it goes on. */
const baselineExisting = (existing: Existing, folder: string): Existing =>
  existing === 'resume' && !hasContent(folder) ? 'refuse' : existing

const usesUnlabeled = ({ plan }: Pipeline): boolean =>
  Object.values(plan.flows).some(({ source }) => source?.use.images === 'unlabeled')

/** The run, and its baseline, which gets a folder inside that of the run. */
export const armsOf = (
  { precision, ...common }: Common,
  { run, baseline, unlabeled, ledgers, out, existing }: Comparison,
): readonly Arm[] => {
  const requestOf = (
    pipeline: Pipeline,
    own: Pick<RunRequest, 'unlabeled' | 'ledgers' | 'out' | 'existing'>,
  ): RunRequest => ({
    ...common,
    ...own,
    pipeline,
    environment: { ...environment(), precision, file: resolve(pipeline.file) },
  })
  const first = { title: run.spec.name, request: requestOf(run, { unlabeled, ledgers, out, existing }) }
  if (baseline === null) return [first]
  const folder = join(out, 'baseline')
  const request = requestOf(baseline, {
    unlabeled: usesUnlabeled(baseline) ? unlabeled : null,
    ledgers: {},
    out: folder,
    existing: baselineExisting(existing, folder),
  })
  return [first, { title: `baseline ${baseline.spec.name}`, request }]
}

/** Milliseconds since some moment. */
const now = (): number => performance.now()

const clockwork = { now: () => now() / 1000, memory: () => process.memoryUsage.rss() }

/**
 * Runs one arm after another, and writes the report of each. Stops at the first that fails or is interrupted.
 *
 * @param kernels watches the kernels of the backend, for a profile; undefined for no profile
 */
export const runArms = async (
  arms: readonly Arm[],
  output: Output,
  kernels: Backend['watch'],
): Promise<E.Either<RunFailure, readonly TitledResult[]>> => {
  const results: TitledResult[] = []
  for (const { title, request } of arms) {
    const profile = kernels?.(now)
    const { watch, effort } = measured(output.watch(title), clockwork)
    const end = await endOf(runPipeline(request), watch)
    if (E.isLeft(end)) return end
    const result = end.right
    results.push({ title, result, effort: effort(), profile: profile?.() ?? null })
    if (result.trained.interrupted) break
    writeReport(result)
  }
  return E.right(results)
}
