import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, option, positional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { auditLedger } from '../../data/ledger/auditLedger.ts'
import { openLedger } from '../../data/ledger/openLedger.ts'
import { jsonFlag } from '../options/options.ts'
import { fail } from '../process/fail.ts'
import { auditText } from '../text/auditText.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

/** `understudy labels audit`: the quality of the labels of a ledger. */
export const labelsAuditCommand = command({
  name: 'audit',
  description: 'Compare the labels of a ledger with the truth: precision, coverage, by class and by confidence.',
  args: {
    ledger: positional({ type: string, displayName: 'LEDGER', description: 'a ledger' }),
    truth: option({
      type: string,
      long: 'truth',
      description: 'folder of the same images, matched by file name: one folder for each class',
    }),
    json: jsonFlag,
  },
  handler: async ({ ledger: file, truth, json }) => {
    const ledger = openLedger(file)
    if (E.isLeft(ledger)) return fail([ledger.left])
    const cache = mkdtempSync(join(tmpdir(), 'understudy-'))
    try {
      const audit = await auditLedger({ ledger: ledger.right, truth, cache: join(cache, 'index') })
      if (E.isLeft(audit)) return fail([audit.left])
      chooseOutput({ json }).result(auditText(audit.right), { ...audit.right })
    } finally {
      ledger.right.close()
      rmSync(cache, { recursive: true, force: true })
    }
  },
})
