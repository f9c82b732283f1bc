import { subcommands } from 'cmd-ts'
import { labelsAuditCommand } from './labelsAudit.ts'
import { labelsDiffCommand } from './labelsDiff.ts'

/** `understudy labels`: compares ledgers, without a model. */
export const labelsCommand = subcommands({
  name: 'labels',
  description: 'Compare ledgers, the files of pseudo-labels: two with each other, or one with the truth.',
  cmds: { diff: labelsDiffCommand, audit: labelsAuditCommand },
})
