import { command, positional, string } from 'cmd-ts'
import * as E from 'fp-ts/lib/Either.js'
import { diffLedgers } from '../../data/ledger/diffLedgers.ts'
import { openLedger } from '../../data/ledger/openLedger.ts'
import { jsonFlag } from '../options/options.ts'
import { fail } from '../process/fail.ts'
import { diffText } from '../text/diffText.ts'
import { chooseOutput } from '../watch/chooseOutput.ts'

/** `understudy labels diff`: how the labels of one ledger differ from those of another. */
export const labelsDiffCommand = command({
  name: 'diff',
  description: 'Compare two ledgers of the same images: labels that changed, acceptance, confidence, classes.',
  args: {
    before: positional({ type: string, displayName: 'BEFORE', description: 'a ledger' }),
    after: positional({ type: string, displayName: 'AFTER', description: 'a ledger of the same images' }),
    json: jsonFlag,
  },
  handler: ({ before, after, json }) => {
    const old = openLedger(before)
    if (E.isLeft(old)) return fail([old.left])
    const now = openLedger(after)
    if (E.isLeft(now)) return fail([now.left])
    try {
      const diff = diffLedgers(old.right, now.right)
      if (E.isLeft(diff)) return fail([diff.left])
      chooseOutput({ json }).result(diffText(diff.right), { ...diff.right })
    } finally {
      old.right.close()
      now.right.close()
    }
  },
})
