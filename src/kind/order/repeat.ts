import * as E from 'fp-ts/lib/Either.js'
import { flow } from 'fp-ts/lib/function.js'
import { count, field, optional, record } from '../../codec/index.ts'
import { repeat as repeated } from '../../stream/sequence.ts'
import { defineOrder } from './order.ts'

const Params = record({ times: field(optional(count), 'number of repetitions; null for no end', null) })

/** Repeats all samples. Each repetition has its own key, so an earlier `shuffle` orders each differently. */
export const repeat = defineOrder({
  name: 'repeat',
  summary: 'repeats all samples',
  params: Params,
  use: ({ times }) => ({
    ends: (before) => before && times !== null,
    apply: () => flow(repeated(times ?? Number.POSITIVE_INFINITY), E.right),
  }),
})
