import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { hashOf } from '../../data/file/hashOf.ts'
import { type Ledger, openLedger } from '../../data/ledger/openLedger.ts'
import type { LedgerRequest, Sets } from '../../kind/source/imageSets.ts'
import { flowOf, ledgersRead } from '../../pipeline/plan/phaseRuns.ts'
import type { PhaseRun, Plan } from '../../pipeline/plan/plan.ts'
import { type DeclarationError, declarationError, type RunError, runError } from '../../prelude/errors.ts'
import { samplesOf } from '../stream/samples.ts'
import { imagesOfLedger } from './imagesOfLedger.ts'
import type { OpenSets } from './openSets.ts'

/** The ledgers of a run: the given ones, and those that its phases write. */
export interface Ledgers {
  /** The ledgers as the sources of a phase see them: files that were complete before it began. */
  readonly seenBy: (run: PhaseRun) => Sets['ledger']
  readonly close: () => void
}

/**
 * The ledgers of a run. Each is opened at its first use.
 *
 * @param folder the folder of the ledgers that phases write
 * @param given files by ledger, from the command line's `--ledger name=file`
 */
export const ledgersOf = (
  folder: string,
  given: Readonly<Record<string, string>>,
  { indexes, classes, validation, sets }: Pick<OpenSets, 'indexes' | 'classes' | 'validation' | 'sets'>,
): Ledgers => {
  const opened = new Map<string, Ledger>()
  const open = (file: string): E.Either<RunError, Ledger> => {
    const known = opened.get(file)
    if (known !== undefined) return E.right(known)
    const ledger = openLedger(file)
    if (E.isRight(ledger)) opened.set(file, ledger.right)
    return ledger
  }
  const images = { indexes, classes, validation, labeled: sets.labeled }
  const fileOf = (name: string, recorded: string | null | undefined): string | undefined =>
    recorded === null || recorded === undefined ? given[name] : join(folder, `${recorded}.jsonl`)
  return {
    seenBy:
      ({ reads }) =>
      ({ name, labeledToo }: LedgerRequest) => {
        const file = fileOf(name, reads[name])
        return file === undefined
          ? E.left(
              runError(
                `No phase writes the ledger ${name} before it is read`,
                `Give it with --ledger ${name}=FILE, or add a record step to an earlier phase`,
              ),
            )
          : E.chain((ledger: Ledger) => imagesOfLedger(ledger, images, { labeledToo }))(open(file))
      },
    close: () => {
      for (const ledger of opened.values()) ledger.close()
    },
  }
}

/**
 * Content hashes of the given ledgers, by name.
 *
 * - Fails if the pipeline does not read a ledger, or its file does not exist: all faults at once.
 */
export const givenLedgers = (
  plan: Plan,
  given: Readonly<Record<string, string>>,
): E.Either<readonly (DeclarationError | RunError)[], Readonly<Record<string, string>>> => {
  const read = Object.values(plan.flows).flatMap(ledgersRead)
  const unread = Object.keys(given).filter((name) => !read.includes(name))
  const missing = Object.values(given).filter((file) => !existsSync(file))
  const errors = [
    ...unread.map((name) =>
      declarationError({
        path: ['--ledger'],
        expected:
          read.length === 0
            ? 'no ledger, since the pipeline reads none'
            : `a ledger that the pipeline reads: ${read.join(', ')}`,
        received: `"${name}"`,
      }),
    ),
    ...missing.map((file) => runError(`Expected a ledger at ${file}, received nothing`)),
  ]
  return errors.length > 0
    ? E.left(errors)
    : E.right(Object.fromEntries(Object.entries(given).map(([name, file]) => [name, hashOf(readFileSync(file))])))
}

/**
 * What is wrong with the samples of the phases, before any training.
 *
 * Samples of a ledger that a phase has yet to write are not checked.
 */
export const sampleErrors = (
  plan: Plan,
  runs: readonly PhaseRun[],
  { sets, classes }: Pick<OpenSets, 'sets' | 'classes'>,
  ledgers: Ledgers,
): readonly RunError[] => {
  const failed = new Map<string, RunError>()
  for (const run of runs) {
    for (const feed of Object.values(flowOf(plan, run.phase).feeds)) {
      const { flow } = feed
      if (failed.has(flow.name) || ledgersRead(flow).some((name) => run.reads[name] !== null)) continue
      const samples = samplesOf(feed, { ...sets, ledger: ledgers.seenBy(run) }, classes)
      if (E.isLeft(samples)) failed.set(flow.name, samples.left)
    }
  }
  return [...failed.values()]
}
