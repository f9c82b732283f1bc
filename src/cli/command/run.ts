import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { command, flag, option, optional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import type { KernelUse } from '../../backend/backend.ts'
import { backends } from '../../backend/chooseBackend.ts'
import { load } from '../../pipeline/read/load.ts'
import { declarationError, runError } from '../../prelude/errors.ts'
import type { Existing } from '../../run/folder/prepareFolder.ts'
import { type RunRequest, type RunResult, runPipeline } from '../../run/train/runPipeline.ts'
import { type Baseline, baselineOf } from '../baseline.ts'
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

const usesUnlabeled = ({ plan }: Baseline): boolean =>
  Object.values(plan.flows).some(({ source }) => source?.definition.name === 'unlabeledImages')

interface Arm {
  readonly title: string
  readonly request: Omit<RunRequest, 'observer'>
}

const clockwork = { now: () => performance.now() / 1000, memory: () => process.memoryUsage.rss() }

/** Runs one arm after another; stops at the first that fails or is interrupted. */
const runArms = async (arms: readonly Arm[], output: Output, watch: () => (() => readonly KernelUse[]) | null) => {
  const results: TitledResult[] = []
  for (const { title, request } of arms) {
    const uses = watch()
    const { observer, effort } = measured(output.watch(title), clockwork)
    const ended = await runPipeline({ ...request, observer })
    if (E.isLeft(ended)) return ended
    const result: RunResult = ended.right
    results.push({ title, result, effort: effort(), profile: uses?.() ?? null })
    if (result.trained.interrupted) break
    writeReport(result)
  }
  return E.right(results)
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
    const plan = load(read.right.file, read.right.text, read.right.registry, read.right.overrides)
    if (E.isLeft(plan)) return fail(plan.left)
    const baseline = await baselineOf(args.baseline, read.right, plan.right)
    if (E.isLeft(baseline)) return fail(baseline.left)
    const ledgers = ledgerFiles(args.ledger)
    if (E.isLeft(ledgers)) return fail(ledgers.left)
    const started = await startBackend(args)
    if (E.isLeft(started)) return fail([started.left])

    const { watch } = backends[started.right.choice.name]
    if (args.profile && watch === undefined) {
      const { name } = started.right.choice
      return fail([
        runError(
          `The kernels of the backend ${name} cannot be watched`,
          'Leave out --profile, or use the backend onednn',
        ),
      ])
    }
    const output = chooseOutput(args)
    const signal = stopSignal(() =>
      output.note('Finishing the step and writing a checkpoint; press Ctrl-C again to quit at once'),
    )
    output.note(choiceText(started.right.choice))
    const out = args.out ?? join('runs', plan.right.spec.name)
    const existing: Existing = args.resume ? 'resume' : args.fresh ? 'fresh' : 'refuse'
    const common = {
      labeled: args.labeled,
      test: args.test ?? null,
      labelsPerClass: args.labeledPerClass ?? null,
      validationPerClass: args.validationPerClass ?? null,
      seed: args.seed,
      backend: started.right.identity,
      environment: { ...environment(), precision: args.precision, file: resolve(read.right.file) },
      stepsPerPhase: null,
      stopRequested: signal.requested,
    }
    const unlabeled = args.unlabeled ?? null
    const arms: Arm[] = [
      {
        title: plan.right.spec.name,
        request: { ...read.right, ...common, unlabeled, ledgers: ledgers.right, out, existing },
      },
    ]
    if (baseline.right !== null) {
      const folder = join(out, 'baseline')
      arms.push({
        title: `baseline ${baseline.right.plan.spec.name}`,
        request: {
          ...baseline.right.pipeline,
          ...common,
          environment: { ...common.environment, file: resolve(baseline.right.pipeline.file) },
          unlabeled: usesUnlabeled(baseline.right) ? unlabeled : null,
          ledgers: {},
          out: folder,
          existing: baselineExisting(existing, folder),
        },
      })
    }
    try {
      const results = await runArms(arms, output, () =>
        args.profile && watch !== undefined ? watch(() => performance.now()) : null,
      )
      if (E.isLeft(results)) {
        output.close()
        return fail(results.left)
      }
      const profiles = results.right.flatMap(({ title, profile }) =>
        profile === null ? [] : [profileText(title, profile)],
      )
      const interrupted = results.right.some(({ result }) => result.trained.interrupted)
      if (interrupted) {
        for (const profile of profiles) output.note(profile)
        output.note(`Stopped; go on with the same command and --resume`)
        process.exitCode = exitCode.interrupted
        return
      }
      output.result(
        [resultText(results.right), `run folder: ${out}`, ...profiles].join('\n'),
        resultData(results.right),
      )
    } finally {
      output.close()
      signal.release()
    }
  },
})
