import { closeSync, openSync, writeSync } from 'node:fs'
import { writtenHeader } from '../../data/ledger/ledgerHeader.ts'
import { type LedgerRow, writtenRow } from '../../data/ledger/ledgerRow.ts'
import { ledgerRecords } from '../../kind/step/record/ledgerRecords.ts'
import { ledgerRowOf } from '../folder/ledgerRowOf.ts'
import type { Classified } from '../score/classify.ts'

/** A ledger that grows batch by batch. */
export interface RowFile {
  readonly add: (batch: Classified) => void
  /** Rows added since it was opened. */
  readonly written: () => number
  readonly accepted: () => number
  readonly close: () => void
}

/** How a batch becomes rows. */
export interface RowParts {
  readonly classes: readonly string[]
  /** Lowest confidence of an accepted label, 0..1. */
  readonly atLeast: number
  /** The folder that paths are relative to. */
  readonly folder: string
}

const textOf = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

/** The rows of a batch, by the first of its ways. */
export const rowsOf = (
  { files, probabilities }: Classified,
  { classes, atLeast, folder }: RowParts,
): readonly LedgerRow[] =>
  ledgerRecords(files, probabilities[0]!, classes.length, (_, confidence) => confidence >= atLeast).map((record) =>
    ledgerRowOf(record, folder, classes),
  )

/**
 * Opens a ledger for appending.
 *
 * @param isNew whether the file has no complete line yet: then it gets its header
 */
export const openRowFile = (out: string, parts: RowParts, isNew: boolean): RowFile => {
  const file = openSync(out, 'a')
  if (isNew) writeSync(file, textOf([writtenHeader(parts.classes)]))
  let written = 0
  let accepted = 0
  return {
    add: (batch) => {
      const rows = rowsOf(batch, parts)
      writeSync(file, textOf(rows.map(writtenRow)))
      written += rows.length
      accepted += rows.filter((row) => row.accepted).length
    },
    written: () => written,
    accepted: () => accepted,
    close: () => closeSync(file),
  }
}
