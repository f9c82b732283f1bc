import * as E from 'fp-ts/lib/Either.js'
import { flowName, list } from '../../codec/index.ts'
import { defineGather } from '../definition.ts'

/** One batch of each flow at a time; a field is then called by its flow and its name, as in `labeled.weak`. */
export const zip = defineGather({
  name: 'zip',
  summary: 'one batch of each flow at a time',
  params: list(flowName, 1),
  infer: () => E.right({}),
})
