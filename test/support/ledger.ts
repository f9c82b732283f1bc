import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Ledger, openLedger } from '../../src/data/ledger/openLedger.ts'
import { resultOf } from './either.ts'
import { folderWith } from './folder.ts'

/** A ledger with these lines, open until the test ends. */
export const ledgerOf = (lines: readonly unknown[], name = 'labels.jsonl'): Ledger => {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const ledger = resultOf(openLedger(join(folderWith({ [name]: text }), name)))
  onTestFinished(ledger.close)
  return ledger
}
