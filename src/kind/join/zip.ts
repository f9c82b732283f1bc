import { either, flowName, list, map } from '../../codec/index.ts'
import { defineJoin } from './join.ts'

/**
 * Takes one batch of each flow at a time. The fields get the flow's name as a prefix: `labeled.weak`.
 *
 * - `zip: [labeled, unlabeled]` uses the names of the flows as prefixes.
 * - `zip: { labeled: ledger, unlabeled: unlabeled }` chooses other prefixes.
 */
export const zip = defineJoin({
  name: 'zip',
  summary: 'takes one batch of each flow at a time',
  example: { zip: ['labeled', 'unlabeled'] },
  params: either('a list of flows, or a map from names to flows', list(flowName, 1), map(flowName)),
  use: (flows) => ({
    joins: 'flows',
    flows: Array.isArray(flows)
      ? Object.fromEntries(flows.map((name) => [name, name]))
      : (flows as Readonly<Record<string, string>>),
  }),
})
