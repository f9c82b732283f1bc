import { command, option, optional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { textGraph } from '../../pipeline/graph/text.ts'
import { load } from '../../pipeline/load.ts'
import { environment } from '../environment.ts'
import { type Estimate, estimate } from '../estimate.ts'
import { fail } from '../fail.ts'
import { ledgerFiles } from '../ledgerFiles.ts'
import { backendOption, dataOptions, ledgerOption, pipelineArgument, setOption, threadsOption } from '../options.ts'
import { readPipeline } from '../readPipeline.ts'
import { choiceText, startBackend } from '../startBackend.ts'
import { duration } from '../watch/duration.ts'

const estimateText = ({ classes, sets, tried, secondsPerStep, seconds, memory }: Estimate): string =>
  [
    `${classes.length} classes: ${classes.join(', ')}`,
    Object.entries(sets)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
    `estimate from ${tried} real steps: ${(1000 * secondsPerStep).toFixed(0)} ms a step, ` +
      `${seconds === null ? 'time unknown' : `about ${duration(seconds)}`} without evaluations, about ${Math.ceil(memory / 2 ** 20)} MB of memory`,
  ].join('\n')

/** `understudy check`: every mistake of a pipeline file at once, or its resolved graph; with folders, also what a run would need. */
export const checkCommand = command({
  name: 'check',
  description:
    'Check a pipeline file: every mistake at once, or the resolved graph with shapes. With --labeled it also makes a few real steps in a temporary folder and estimates time and memory.',
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
    backend: backendOption,
    threads: threadsOption,
  },
  handler: async ({
    file,
    set,
    ledger,
    labeled,
    unlabeled,
    test,
    labeledPerClass,
    validationPerClass,
    backend,
    threads,
  }) => {
    const read = await readPipeline(file, set)
    if (E.isLeft(read)) return fail(read.left)
    const plan = load(read.right.file, read.right.text, read.right.registry, read.right.overrides)
    if (E.isLeft(plan)) return fail(plan.left)
    process.stdout.write(textGraph(plan.right))
    if (labeled === undefined) return
    const ledgers = ledgerFiles(ledger)
    if (E.isLeft(ledgers)) return fail(ledgers.left)
    const started = await startBackend(backend, threads)
    if (E.isLeft(started)) return fail([started.left])
    const found = await estimate(plan.right, {
      ...read.right,
      labeled,
      unlabeled: unlabeled ?? null,
      test: test ?? null,
      labelsPerClass: labeledPerClass ?? null,
      validationPerClass: validationPerClass ?? null,
      // The figures hardly depend on the draw.
      seed: 0,
      backend: started.right.identity,
      environment: environment(),
      ledgers: ledgers.right,
    })
    if (E.isLeft(found)) return fail(found.left)
    console.log(`\n${choiceText(started.right.choice)}\n${estimateText(found.right)}`)
  },
})
