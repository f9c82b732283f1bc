import type * as t from 'io-ts'
import { type Chosen, choice, field, optional, reads, taggedWith } from '../../../codec/index.ts'
import { losses } from '../../loss/losses.ts'
import { schedule } from '../../schedule/schedule.ts'

/** One term of a total loss: a loss of single examples, which of them count, and how much the term weighs. */
export const term = taggedWith('a loss', losses, {
  weight: field(schedule, 'the factor of the term: a number, or a schedule', 1),
  mask: field(optional(reads('mask')), 'how much each example counts; all count when left out', null),
  over: field(
    choice('all', 'kept'),
    'the mean is taken over all examples, those that do not count adding 0, or over the weight that the mask keeps',
    'all',
  ),
})

export type Term = t.TypeOf<typeof term>
export type { Chosen }
