import { subcommands } from 'cmd-ts'
import { labelsAuditCommand } from './labelsAudit.ts'
import { labelsDiffCommand } from './labelsDiff.ts'

/** `understudy labels`: what can be learned from ledgers without a model. */
export const labelsCommand = subcommands({
  name: 'labels',
  description: 'Look into ledgers, the files of pseudo-labels: compare two, or one with the truth.',
  cmds: { diff: labelsDiffCommand, audit: labelsAuditCommand },
})
