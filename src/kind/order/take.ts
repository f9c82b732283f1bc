import * as E from 'fp-ts/lib/Either.js'
import { flow } from 'fp-ts/lib/function.js'
import { count, field, record } from '../../codec/index.ts'
import { take as taken } from '../../stream/sequence.ts'
import { defineOrder } from './order.ts'

const Params = record({ count: field(count, 'how many samples') })

/** Takes only the first samples. */
export const take = defineOrder({
  name: 'take',
  summary: 'takes only the first samples',
  params: Params,
  example: { take: { count: 1000 } },
  use: ({ count: length }) => ({ ends: () => true, apply: () => flow(taken(length), E.right) }),
})
