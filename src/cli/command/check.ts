import { command, option, optional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { count } from '../../codec/index.ts'
import { textGraph } from '../../pipeline/show/graph/text.ts'
import { codecType } from '../options/codecType.ts'
import { ledgerFiles } from '../options/ledgerFiles.ts'
import { computeOptions, dataOptions, jsonFlag, ledgerOption, pipelineArgument, setOption } from '../options/options.ts'
import { type Estimate, estimate, type PhaseEstimate } from '../pipeline/estimate.ts'
import { readPipeline } from '../pipeline/readPipeline.ts'
import type { EstimateRequest } from '../pipeline/trial.ts'
import { environment } from '../process/environment.ts'
import { fail } from '../process/fail.ts'
import { choiceText, startBackend } from '../process/startBackend.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'
import { duration } from '../watch/duration.ts'

const phaseText = ({ phase, steps, tried, secondsPerStep }: PhaseEstimate): string => {
  if (secondsPerStep === null) return `phase ${phase}: not tried`
  const whole = steps === null ? 'ends by itself' : `${steps} steps, about ${duration(steps * secondsPerStep)}`
  return `phase ${phase}: ${(1000 * secondsPerStep).toFixed(0)} ms a step (${tried} real steps tried), ${whole}`
}

const estimateText = ({ classes, sets, phases, seconds, memory, ended }: Estimate): string =>
  [
    `${classes.length} classes: ${classes.join(', ')}`,
    Object.entries(sets)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
    ...phases.map(phaseText),
    ...(ended === null ? [] : [`the trial ended early: ${ended}`]),
    `estimate: ${seconds === null ? 'time unknown' : `about ${duration(seconds)}`} without evaluations, about ${Math.ceil(memory / 2 ** 20)} MB of memory`,
  ].join('\n')

/**
 * `understudy check`: every mistake in a pipeline file, or its graph; with folders, also what a run would
 * need.
 */
export const checkCommand = command({
  name: 'check',
  description:
    'Check a pipeline file: show every mistake at once, or the resolved graph with shapes. With --labeled, also make a few real steps in a temporary folder and estimate time and memory.',
  args: {
    file: pipelineArgument,
    set: setOption,
    labeled: option({
      type: optional(string),
      long: 'labeled',
      description: 'folder of labeled images: one folder for each class',
    }),
    ...dataOptions,
    ledger: ledgerOption,
    tries: option({
      type: codecType(count),
      long: 'tries',
      defaultValue: () => 12,
      defaultValueIsSerializable: true,
      description: 'how many real steps of each phase to make for the estimate',
    }),
    ...computeOptions,
    json: jsonFlag,
  },
  handler: async ({
    file,
    set,
    labeled,
    unlabeled,
    test,
    backend,
    threads,
    precision,
    ledger,
    tries,
    json,
    ...args
  }) => {
    const read = await readPipeline(file, set)
    if (E.isLeft(read)) return fail(read.left)
    const { pipeline } = read.right
    const output = chooseOutput({ json })
    const { name } = pipeline.spec
    const graph = textGraph(pipeline.plan).trimEnd()
    if (labeled === undefined) return output.result(graph, { name })
    if (!json) console.log(graph)
    const ledgers = ledgerFiles(ledger)
    if (E.isLeft(ledgers)) return fail(ledgers.left)
    const started = await startBackend({ backend, threads, precision })
    if (E.isLeft(started)) return fail([started.left])
    const request: EstimateRequest = {
      pipeline,
      labeled,
      unlabeled: unlabeled ?? null,
      test: test ?? null,
      labelsPerClass: args.labelsPerClass ?? null,
      validationPerClass: args.validationPerClass ?? null,
      // The estimate hardly depends on the draw.
      seed: 0,
      backend: started.right.identity,
      environment: environment(),
      ledgers: ledgers.right,
    }
    const estimated = await estimate(request, tries)
    if (E.isLeft(estimated)) return fail(estimated.left)
    const backendText = choiceText(started.right.choice)
    output.result(`\n${backendText}\n${estimateText(estimated.right)}`, {
      name,
      backend: backendText,
      ...estimated.right,
    })
  },
})
