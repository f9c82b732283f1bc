import * as E from 'fp-ts/lib/Either.js'
import { choice, count, field, record } from '../../codec/index.ts'
import { collate } from '../field/collate.ts'
import { batchedType } from '../field/fieldType.ts'
import { defineJoin, rowsOf } from './join.ts'

const Params = record({
  size: field(count, 'samples in a batch'),
  last: field(choice('drop', 'keep'), 'what happens to the last batch if it is not full', 'drop'),
})

/**
 * Joins samples into tensors.
 *
 * - Images become floats from -1 to 1.
 * - Class indices become one-hot distributions.
 * - Shares become masks.
 */
export const batch = defineJoin({
  name: 'batch',
  summary: 'joins samples into tensors',
  example: { batch: { size: 64 } },
  params: Params,
  use: ({ size, last }) => ({
    joins: 'samples',
    size,
    last,
    infer: (given) =>
      E.right(
        Object.fromEntries(
          Object.entries(given).map(([name, type]) => [name, batchedType(type, rowsOf({ size, last }))]),
        ),
      ),
    collate,
  }),
})
