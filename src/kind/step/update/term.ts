import type * as t from 'io-ts'
import { appliedWith, type Bound, choice, field, optional, reads } from '../../../codec/index.ts'
import { amountOrField } from '../../loss/input.ts'
import type { Loss } from '../../loss/loss.ts'
import type { Amounts } from '../../schedule/schedule.ts'

/** What units of other kinds need to let a file write a term. */
export interface Terms {
  readonly term: ReturnType<typeof termOf>
}

/** The codec of one term of a total loss: a loss of single examples, which of them count, and how much the term weighs. */
export const termOf = (units: () => Readonly<Record<string, Bound<'loss', Loss>>>, codecs: Amounts) =>
  appliedWith('a loss', units, {
    weight: field(amountOrField(codecs), 'the factor of the term: a number, a schedule, or a scalar field', 1),
    mask: field(optional(reads('mask')), 'how much each example counts; all count when left out', null),
    over: field(
      choice('all', 'kept'),
      'the mean is taken over all examples, those that do not count adding 0, or over the weight that the mask keeps',
      'all',
    ),
  })

export type Term = t.TypeOf<ReturnType<typeof termOf>>
