import { either, flowName, list, map } from '../../codec/index.ts'
import { defineJoin } from './join.ts'

/**
 * One batch of each flow at a time. A field is then called by its flow and its name, as in `labeled.weak`.
 *
 * `zip: [labeled, unlabeled]` calls the fields by the names of the flows; `zip: { labeled: ledger, unlabeled: unlabeled }` gives names of its own.
 */
export const zip = defineJoin({
  name: 'zip',
  summary: 'one batch of each flow at a time',
  example: { zip: ['labeled', 'unlabeled'] },
  params: either('a list of flows, or a map from names to flows', list(flowName, 1), map(flowName)),
  use: (flows) => ({
    joins: 'flows',
    flows: Array.isArray(flows)
      ? Object.fromEntries(flows.map((name) => [name, name]))
      : (flows as Readonly<Record<string, string>>),
  }),
})
