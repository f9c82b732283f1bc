import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { type AppendLog, openAppendLog } from '../../data/file/appendLog.ts'
import type { FolderIndex } from '../../data/folder/folderIndex.ts'
import { writtenHeader } from '../../data/ledger/ledgerHeader.ts'
import { writtenRow } from '../../data/ledger/ledgerRow.ts'
import { openQuarantine, overBudget } from '../../data/quarantine.ts'
import type { LedgerRecord } from '../../kind/step/step.ts'
import type { DataError, RunError } from '../../prelude/errors.ts'
import { render } from '../../prelude/render.ts'
import { ledgerRowOf } from './ledgerRowOf.ts'
import { type MetricsRow, writtenMetrics } from './metricsRow.ts'
import type { RunFolder } from './runFolder.ts'

/** What the files of a run need to know about its images. */
export interface RecordedSets {
  readonly classes: readonly string[]
  /** Number of images in all folders. */
  readonly images: number
  readonly indexes: Readonly<Record<string, Pick<FolderIndex, 'folder'>>>
}

/** The append-only files of a run: metrics, ledgers and the quarantine. */
export interface Records {
  readonly addMetrics: (row: MetricsRow) => void
  readonly addToLedger: (ledger: string, rows: readonly LedgerRecord[]) => void
  /** Notes an image that could not be used. False if it was noted before. */
  readonly addToQuarantine: (error: DataError) => boolean
  readonly quarantined: () => number
  /** Why the run must stop, if too many images failed. */
  readonly overBudget: () => RunError | undefined
  /** Bytes of each file, for checkpoints. */
  readonly lengths: () => Readonly<Record<string, number>>
  readonly close: () => void
}

const metricsName = 'metrics'
const ledgerPrefix = 'ledger/'

const ignore = (): void => undefined

/**
 * Opens the append-only files of a run.
 *
 * - A torn last line is cut off.
 * - Metrics and ledgers are cut back to their length at the checkpoint. A resumed run writes the rest again.
 *
 * Law: the files of an interrupted and resumed run are those of an unbroken one, byte by byte.
 *
 * @param lengths bytes of each file at the checkpoint, or null at the start of a run
 * @param failures share of the images that may be unusable, 0..1
 * @param sets the images and classes that ledgers name
 */
export const openRecords = (
  folder: RunFolder,
  lengths: Readonly<Record<string, number>> | null,
  failures: number,
  { classes, images, indexes }: RecordedSets,
): E.Either<RunError, Records> => {
  const quarantine = openQuarantine(folder.quarantine)
  if (E.isLeft(quarantine)) return quarantine
  const held = quarantine.right
  const lengthOf = (name: string): number => lengths?.[name] ?? 0
  mkdirSync(folder.ledger, { recursive: true })
  const metrics = openAppendLog(folder.metrics, ignore, lengthOf(metricsName))
  if (E.isLeft(metrics)) return metrics
  const openLedger = (name: string) =>
    openAppendLog(join(folder.ledger, `${name}.jsonl`), ignore, lengthOf(`${ledgerPrefix}${name}`))
  const ledgers = new Map<string, AppendLog>()
  for (const name of Object.keys(lengths ?? {})) {
    if (!name.startsWith(ledgerPrefix)) continue
    const ledger = openLedger(name.slice(ledgerPrefix.length))
    if (E.isLeft(ledger)) return ledger
    ledgers.set(name.slice(ledgerPrefix.length), ledger.right)
  }
  const ledgerOf = (name: string): AppendLog => {
    const known = ledgers.get(name)
    if (known !== undefined) return known
    const opened = openLedger(name)
    // A new ledger is empty, so only the disk can refuse it.
    if (E.isLeft(opened)) throw new Error(render(opened.left))
    ledgers.set(name, opened.right)
    return opened.right
  }
  return E.right({
    addMetrics: (row) => metrics.right.append(writtenMetrics(row)),
    addToLedger: (name, rows) => {
      const ledger = ledgerOf(name)
      // A ledger that began after the checkpoint was cut back to nothing, even its first line.
      if (ledger.size() === 0) ledger.append(writtenHeader(classes))
      for (const row of rows) ledger.append(writtenRow(ledgerRowOf(row, indexes[row.file.set]!.folder, classes)))
    },
    addToQuarantine: (error) => {
      const before = held.size()
      held.add(error)
      return held.size() > before
    },
    quarantined: held.size,
    overBudget: () => overBudget(held, failures, images),
    lengths: () => ({
      [metricsName]: metrics.right.size(),
      ...Object.fromEntries([...ledgers].map(([name, file]) => [`${ledgerPrefix}${name}`, file.size()])),
    }),
    close: () => {
      held.close()
      metrics.right.close()
      for (const ledger of ledgers.values()) ledger.close()
    },
  })
}
