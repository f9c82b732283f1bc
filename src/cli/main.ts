import { binary, runSafely, subcommands } from 'cmd-ts'
import { explainFileError } from '../data/file/explainFileError.ts'
import { ContractViolation, InvariantViolation } from '../prelude/errors.ts'
import { checkCommand } from './command/check.ts'
import { describeCommand } from './command/describe.ts'
import { doctorCommand } from './command/doctor.ts'
import { evaluateCommand } from './command/evaluate.ts'
import { graphCommand } from './command/graph.ts'
import { importCommand } from './command/import.ts'
import { labelCommand } from './command/label.ts'
import { labelsCommand } from './command/labels.ts'
import { runCommand } from './command/run.ts'
import { schemaCommand } from './command/schema.ts'
import { exitCode } from './process/exitCode.ts'
import { fail } from './process/fail.ts'
import { version } from './version.ts'

const understudy = subcommands({
  name: 'understudy',
  version,
  description: `Train image classifiers from a few labeled and very many unlabeled images.

Exit status: 0 done; 1 a run could not start or go on (data, files, a backend); 2 the command line or a pipeline file is wrong;
70 a bug in Understudy; 130 stopped by Ctrl-C, after a last step and a checkpoint.`,
  cmds: {
    check: checkCommand,
    describe: describeCommand,
    schema: schemaCommand,
    graph: graphCommand,
    run: runCommand,
    label: labelCommand,
    labels: labelsCommand,
    evaluate: evaluateCommand,
    import: importCommand,
    doctor: doctorCommand,
  },
})

const report = (cause: unknown): void => {
  if (cause instanceof ContractViolation) {
    console.error(`understudy: ${cause.message}. If this unit is not your own, please report it`)
    process.exitCode = exitCode.bug
    return
  }
  if (cause instanceof InvariantViolation) {
    console.error(`understudy: this is a bug in Understudy, please report it: ${cause.stack}`)
    process.exitCode = exitCode.bug
    return
  }
  try {
    fail([explainFileError('go on', cause)])
  } catch {
    console.error('understudy: this is a bug in Understudy, please report it:', cause)
    process.exitCode = exitCode.bug
  }
}

/** A reader like `head` may close the pipe. That is no error, but nobody reads on, so the program ends. */
const endWithReader = (): void => {
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
    process.exit(exitCode.done)
  })
}

/** Runs one command line and sets the exit status of the process. */
export const main = async (args: readonly string[]): Promise<void> => {
  endWithReader()
  try {
    const result = await runSafely(binary(understudy), ['node', 'understudy', ...args])
    if (result._tag === 'ok') return
    const { into, message } = result.error.config
    if (into === 'stdout') console.log(message)
    else {
      console.error(message)
      process.exitCode = exitCode.usage
    }
  } catch (cause) {
    report(cause)
  }
}
