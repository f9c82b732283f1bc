import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { openQuarantine, overBudget } from '../data/quarantine.ts'
import type { LedgerRecord } from '../operator/definition.ts'
import type { DataError, RunError } from '../prelude/errors.ts'
import { type JsonLines, openJsonLines } from './jsonLines.ts'
import type { RunFolder } from './runFolder.ts'

/** The append-only files of a run: metrics, ledgers and the quarantine. */
export interface Records {
  readonly addMetrics: (row: unknown) => Promise<void>
  readonly addToLedger: (ledger: string, rows: readonly LedgerRecord[]) => Promise<void>
  /** Notes an image that could not be used; false when it was noted before. */
  readonly addToQuarantine: (error: DataError) => boolean
  readonly quarantined: () => number
  /** Why the run must stop when too many images failed. */
  readonly overBudget: () => RunError | undefined
  /** Bytes of each file: what a checkpoint remembers. */
  readonly lengths: () => Readonly<Record<string, number>>
  readonly close: () => Promise<void>
}

const metricsName = 'metrics'

/**
 * Opens the append-only files of a run. Torn last lines are cut off; metrics and ledgers are cut back to what the checkpoint remembers, since a
 * resumed run writes the rest again, the same.
 *
 * @param lengths of the checkpoint that is resumed, or null at the start of a run
 * @param images number of images in the folders of the run, for the budget of failures
 */
export const openRecords = async (
  folder: RunFolder,
  lengths: Readonly<Record<string, number>> | null,
  failures: number,
  images: number,
): Promise<E.Either<RunError, Records>> => {
  const quarantine = openQuarantine(folder.quarantine)
  if (E.isLeft(quarantine)) return quarantine
  const held = quarantine.right
  const lengthOf = (name: string): number => (lengths === null ? 0 : (lengths[name] ?? 0))
  await mkdir(folder.ledger, { recursive: true })
  const metrics = await openJsonLines(folder.metrics, lengthOf(metricsName))
  const ledgers = new Map<string, JsonLines>()
  const ledgerOf = async (name: string): Promise<JsonLines> => {
    const open =
      ledgers.get(name) ?? (await openJsonLines(join(folder.ledger, `${name}.jsonl`), lengthOf(`ledger/${name}`)))
    ledgers.set(name, open)
    return open
  }
  for (const name of Object.keys(lengths ?? {})) if (name.startsWith('ledger/')) await ledgerOf(name.slice(7))
  return E.right({
    addMetrics: (row) => metrics.append([row]),
    addToLedger: async (name, rows) => (await ledgerOf(name)).append(rows),
    addToQuarantine: (error) => {
      const before = held.size()
      held.add(error)
      return held.size() > before
    },
    quarantined: held.size,
    overBudget: () => overBudget(held, failures, images),
    lengths: () => ({
      [metricsName]: metrics.size(),
      ...Object.fromEntries([...ledgers].map(([name, file]) => [`ledger/${name}`, file.size()])),
    }),
    close: async () => {
      held.close()
      await metrics.close()
      for (const ledger of ledgers.values()) await ledger.close()
    },
  })
}
