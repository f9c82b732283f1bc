import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { command, flag, option, optional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import type { KernelUse } from '../../backend/backend.ts'
import { backends } from '../../backend/chooseBackend.ts'
import type { Pipeline } from '../../pipeline/read/load.ts'
import { declarationError, runError } from '../../prelude/errors.ts'
import type { Existing } from '../../run/folder/prepareFolder.ts'
import { type RunRequest, type RunResult, runPipeline } from '../../run/train/runPipeline.ts'
import { baselineOf } from '../baseline.ts'
import { endOf } from '../endOf.ts'
import { environment } from '../environment.ts'
import { exitCode } from '../exitCode.ts'
import { fail } from '../fail.ts'
import { ledgerFiles } from '../ledgerFiles.ts'
import {
  computeOptions,
  dataOptions,
  jsonFlag,
  labeledOption,
  ledgerOption,
  pipelineArgument,
  seedOption,
  setOption,
} from '../options.ts'
import { profileText } from '../profileText.ts'
import { readPipeline } from '../readPipeline.ts'
import { resultData, resultText, type TitledResult } from '../resultText.ts'
import { choiceText, startBackend } from '../startBackend.ts'
import { stopSignal } from '../stopSignal.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'
import { measured } from '../watch/measured.ts'
import type { Output } from '../watch/output.ts'
import { writeReport } from '../writeReport.ts'

const hasContent = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0

/** The baseline's own folder, in that of the run: with `--resume` it goes on where it is, or starts if the run was stopped before it. */
const baselineExisting = (existing: Existing, folder: string): Existing =>
  existing === 'resume' && !hasContent(folder) ? 'refuse' : existing

const usesUnlabeled = ({ plan }: Pipeline): boolean =>
  Object.values(plan.flows).some(({ source }) => source?.use.images === 'unlabeled')

interface Arm {
  readonly title: string
  readonly request: RunRequest
}

/** Milliseconds since some moment. */
const now = (): number => performance.now()

const clockwork = { now: () => now() / 1000, memory: () => process.memoryUsage.rss() }

type Profiler = (() => readonly KernelUse[]) | null

/** Runs one arm after another; stops at the first that fails or is interrupted. */
const runArms = async (arms: readonly Arm[], output: Output, profile: () => Profiler) => {
  const results: TitledResult[] = []
  for (const { title, request } of arms) {
    const uses = profile()
    const { watch, effort } = measured(output.watch(title), clockwork)
    const ended = await endOf(runPipeline(request), watch)
    if (E.isLeft(ended)) return ended
    const result: RunResult = ended.right
    results.push({ title, result, effort: effort(), profile: uses?.() ?? null })
    if (result.trained.interrupted) break
    writeReport(result)
  }
  return E.right(results)
}

const noProfile = (backend: string) =>
  runError(`The kernels of the backend ${backend} cannot be watched`, 'Leave out --profile, or use the backend onednn')

/** What all arms of a run have in common. */
interface Common extends Omit<RunRequest, 'pipeline' | 'unlabeled' | 'ledgers' | 'out' | 'existing' | 'environment'> {
  readonly precision: string
}

interface Wanted {
  readonly run: Pipeline
  readonly baseline: Pipeline | null
  readonly unlabeled: string | null
  readonly ledgers: Readonly<Record<string, string>>
  readonly out: string
  readonly existing: Existing
}

/** The run, and the baseline that it is compared with, in a folder inside its own. */
const armsOf = ({ precision, ...common }: Common, wanted: Wanted): readonly Arm[] => {
  const { run, baseline, unlabeled, ledgers, out, existing } = wanted
  const environmentOf = ({ file }: Pipeline) => ({ ...environment(), precision, file: resolve(file) })
  const arm = (
    title: string,
    pipeline: Pipeline,
    rest: Pick<RunRequest, 'unlabeled' | 'ledgers' | 'out' | 'existing'>,
  ) => ({
    title,
    request: { ...common, pipeline, environment: environmentOf(pipeline), ...rest },
  })
  const own = arm(run.spec.name, run, { unlabeled, ledgers, out, existing })
  if (baseline === null) return [own]
  const folder = join(out, 'baseline')
  const images = usesUnlabeled(baseline) ? unlabeled : null
  const rest = { unlabeled: images, ledgers: {}, out: folder, existing: baselineExisting(existing, folder) }
  return [own, arm(`baseline ${baseline.spec.name}`, baseline, rest)]
}

/** Shows what the arms ended with, and sets the exit status. */
const finish = (results: readonly TitledResult[], out: string, output: Output): void => {
  const profiles = results.flatMap(({ title, profile }) => (profile === null ? [] : [profileText(title, profile)]))
  if (results.some(({ result }) => result.trained.interrupted)) {
    for (const profile of profiles) output.note(profile)
    output.note('Stopped; go on with the same command and --resume')
    process.exitCode = exitCode.interrupted
    return
  }
  output.result([resultText(results), `run folder: ${out}`, ...profiles].join('\n'), resultData(results))
}

/** `understudy run`: trains what a pipeline file describes, and the baseline to compare it with. */
export const runCommand = command({
  name: 'run',
  description: 'Run a pipeline file on folders of images, and a supervised baseline to compare it with.',
  args: {
    file: pipelineArgument,
    labeled: labeledOption,
    ...dataOptions,
    ledger: ledgerOption,
    seed: seedOption,
    set: setOption,
    out: option({
      type: optional(string),
      long: 'out',
      description: 'the run folder; runs/<name of the pipeline> when left out',
    }),
    resume: flag({ long: 'resume', description: 'go on with the run in that folder, exactly' }),
    fresh: flag({ long: 'fresh', description: 'start anew; the old folder is set aside under another name' }),
    baseline: option({
      type: string,
      long: 'baseline',
      defaultValue: () => 'auto',
      defaultValueIsSerializable: true,
      description:
        'auto: the root of the parents of FILE, run with the same data, seed, network and values; none; or a pipeline file',
    }),
    ...computeOptions,
    profile: flag({
      long: 'profile',
      description:
        'at the end, say how often each kernel ran, whether it is our own, how often it fell back to a copied one, and its time (backend onednn)',
    }),
    json: jsonFlag,
  },
  handler: async (args) => {
    if (args.resume && args.fresh) {
      return fail([declarationError({ path: ['--resume'], expected: '--resume or --fresh', received: 'both' })])
    }
    const read = await readPipeline(args.file, args.set)
    if (E.isLeft(read)) return fail(read.left)
    const { pipeline } = read.right
    const baseline = await baselineOf(args.baseline, read.right)
    if (E.isLeft(baseline)) return fail(baseline.left)
    const ledgers = ledgerFiles(args.ledger)
    if (E.isLeft(ledgers)) return fail(ledgers.left)
    const started = await startBackend(args)
    if (E.isLeft(started)) return fail([started.left])
    const { choice, identity } = started.right
    const kernels = backends[choice.name].watch
    if (args.profile && kernels === undefined) return fail([noProfile(choice.name)])
    const output = chooseOutput(args)
    const stop = stopSignal(() =>
      output.note('Finishing the step and writing a checkpoint; press Ctrl-C again to quit at once'),
    )
    output.note(choiceText(choice))
    const out = args.out ?? join('runs', pipeline.spec.name)
    const arms = armsOf(
      {
        labeled: args.labeled,
        test: args.test ?? null,
        labelsPerClass: args.labelsPerClass ?? null,
        validationPerClass: args.validationPerClass ?? null,
        seed: args.seed,
        backend: identity,
        precision: args.precision,
        stepsPerPhase: null,
        signal: stop.signal,
      },
      {
        run: pipeline,
        baseline: baseline.right?.pipeline ?? null,
        unlabeled: args.unlabeled ?? null,
        ledgers: ledgers.right,
        out,
        existing: args.resume ? 'resume' : args.fresh ? 'fresh' : 'refuse',
      },
    )
    try {
      const results = await runArms(arms, output, () => (args.profile && kernels !== undefined ? kernels(now) : null))
      output.close()
      if (E.isLeft(results)) return fail(results.left)
      finish(results.right, out, output)
    } finally {
      output.close()
      stop.release()
    }
  },
})
