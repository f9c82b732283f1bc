import * as E from 'fp-ts/lib/Either.js'
import { flow } from 'fp-ts/lib/function.js'
import { count, field, record } from '../../codec/index.ts'
import { take as taken } from '../../stream/sequence.ts'
import { defineOrder } from '../definition.ts'

const Params = record({ count: field(count, 'how many samples') })

/** The first samples only. */
export const take = defineOrder({
  name: 'take',
  summary: 'the first samples only',
  params: Params,
  ends: () => true,
  apply: ({ count: length }) => flow(taken(length), E.right),
})
