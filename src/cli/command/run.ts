import { join } from 'node:path'
import { command, flag, option, optional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { backends } from '../../backend/chooseBackend.ts'
import { declarationError, runError } from '../../prelude/errors.ts'
import { ledgerFiles } from '../options/ledgerFiles.ts'
import {
  computeOptions,
  dataOptions,
  jsonFlag,
  labeledOption,
  ledgerOption,
  pipelineArgument,
  seedOption,
  setOption,
} from '../options/options.ts'
import type { Parsed } from '../options/parsed.ts'
import { armsOf, runArms } from '../pipeline/arms.ts'
import { baselineOf } from '../pipeline/baseline.ts'
import { readPipeline } from '../pipeline/readPipeline.ts'
import { exitCode } from '../process/exitCode.ts'
import { fail } from '../process/fail.ts'
import { choiceText, startBackend } from '../process/startBackend.ts'
import { stopSignal } from '../process/stopSignal.ts'
import { profileText } from '../text/profileText.ts'
import { resultData, resultText, type TitledResult } from '../text/resultText.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'
import type { Output } from '../watch/output.ts'

const args = {
  file: pipelineArgument,
  labeled: labeledOption,
  ...dataOptions,
  ledger: ledgerOption,
  seed: seedOption,
  set: setOption,
  out: option({
    type: optional(string),
    long: 'out',
    description: 'the run folder; by default runs/<name of the pipeline>',
  }),
  resume: flag({ long: 'resume', description: 'continue the run in that folder, exactly' }),
  fresh: flag({ long: 'fresh', description: 'start again; the old folder stays, under another name' }),
  baseline: option({
    type: string,
    long: 'baseline',
    defaultValue: () => 'auto',
    defaultValueIsSerializable: true,
    description:
      'auto: the root of the parents of FILE, with the same data, seed, network and values; none; or a pipeline file',
  }),
  ...computeOptions,
  profile: flag({
    long: 'profile',
    description:
      'at the end, print for each kernel its calls, its time, whether it is our own, and how often it fell back to a copied one (backend onednn)',
  }),
  json: jsonFlag,
}

/** The values of the arguments, after cmd-ts has read them. */
type Args = Parsed<typeof args>

/** Reads the files that the command line names and starts the backend. Nothing runs yet. */
const parse = async (values: Args) => {
  if (values.resume && values.fresh) {
    return E.left([declarationError({ path: ['--resume'], expected: '--resume or --fresh', received: 'both' })])
  }
  const read = await readPipeline(values.file, values.set)
  if (E.isLeft(read)) return read
  const baseline = await baselineOf(values.baseline, read.right)
  if (E.isLeft(baseline)) return baseline
  const ledgers = ledgerFiles(values.ledger)
  if (E.isLeft(ledgers)) return ledgers
  const started = await startBackend(values)
  if (E.isLeft(started)) return E.left([started.left])
  const { choice } = started.right
  const kernels = backends[choice.name].watch
  if (values.profile && kernels === undefined) {
    const reason = `The kernels of the backend ${choice.name} cannot be watched`
    return E.left([runError(reason, 'Leave out --profile, or use the backend onednn')])
  }
  return E.right({
    run: read.right.pipeline,
    baseline: baseline.right?.pipeline ?? null,
    ledgers: ledgers.right,
    ...started.right,
    kernels: values.profile ? kernels : undefined,
  })
}

/** Shows the results of the arms, and sets the exit status. */
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
  args,
  handler: async (values) => {
    const parsed = await parse(values)
    if (E.isLeft(parsed)) return fail(parsed.left)
    const { run, baseline, ledgers, choice, identity, kernels } = parsed.right
    const output = chooseOutput(values)
    const stop = stopSignal(() =>
      output.note('Finishing the step and writing a checkpoint; press Ctrl-C again to quit at once'),
    )
    output.note(choiceText(choice))
    const out = values.out ?? join('runs', run.spec.name)
    const arms = armsOf(
      {
        labeled: values.labeled,
        test: values.test ?? null,
        labelsPerClass: values.labelsPerClass ?? null,
        validationPerClass: values.validationPerClass ?? null,
        seed: values.seed,
        backend: identity,
        precision: values.precision,
        stepsPerPhase: null,
        signal: stop.signal,
      },
      {
        run,
        baseline,
        unlabeled: values.unlabeled ?? null,
        ledgers,
        out,
        existing: values.resume ? 'resume' : values.fresh ? 'fresh' : 'refuse',
      },
    )
    try {
      const results = await runArms(arms, output, kernels)
      output.close()
      if (E.isLeft(results)) return fail(results.left)
      finish(results.right, out, output)
    } finally {
      output.close()
      stop.release()
    }
  },
})
