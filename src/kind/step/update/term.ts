import type * as t from 'io-ts'
import { appliedWith, type Bound, choice, field, optional, reads } from '../../../codec/index.ts'
import { amountOrField } from '../../loss/input.ts'
import type { Loss } from '../../loss/loss.ts'
import type { Amounts } from '../../schedule/schedule.ts'

/** The codec that other kinds need to accept a term as a parameter. */
export interface Terms {
  readonly term: ReturnType<typeof termOf>
}

/** The codec of one term of a total loss: a loss of single examples, a mask, and the weight of the term. */
export const termOf = (units: () => Readonly<Record<string, Bound<'loss', Loss>>>, codecs: Amounts) =>
  appliedWith('a loss', units, {
    weight: field(amountOrField(codecs), 'factor of the term: a number, a schedule, or a scalar field', 1),
    mask: field(optional(reads('mask')), 'weight of each example; null for a weight of 1', null),
    over: field(
      choice('all', 'kept'),
      'what the mean divides by: the number of examples (all), or the sum of the mask (kept)',
      'all',
    ),
  })

export type Term = t.TypeOf<ReturnType<typeof termOf>>
