import { add, div, maximum, mean, mul, type Scalar, sum, type Tensor1D } from '@tensorflow/tfjs-core'
import { assertShape } from '../../../tensor/assertShape.ts'
import type { Moment } from '../../definition.ts'
import type { Look } from '../../loss/loss.ts'
import { perExample } from '../../loss/losses.ts'
import { valueAt } from '../../schedule/schedule.ts'
import type { Term } from './term.ts'

export interface TotalLoss {
  readonly total: Scalar
  /** Each term before its weight. */
  readonly terms: Readonly<Record<string, Scalar>>
}

const reduce = (losses: Tensor1D, look: Look, { mask, over }: Term): Scalar => {
  if (mask === null) return mean(losses)
  const weights = look.field(mask)
  assertShape(weights, { batch: losses.shape[0] }, `the mask ${mask}`)
  const kept = mul(losses, weights)
  return over === 'all' ? mean(kept) : div(sum(kept), maximum(sum(weights), 1e-8))
}

/**
 * The weighted sum of all terms, each the mean of its examples' losses.
 *
 * L = sum_i weight_i(t) * mean_b(mask_ib * loss_ib). The mean runs over all examples unless the term says `over: kept`.
 *
 * Laws: batch decomposition; an example whose mask is 0 has no gradient.
 */
export const totalLoss = (terms: Readonly<Record<string, Term>>, look: Look, moment: Moment): TotalLoss => {
  const reduced = Object.entries(terms).map(([name, term]) => {
    const value = reduce(perExample(term)(look), look, term)
    return { name, value, weighted: mul(value, valueAt(term.weight)(moment)) as Scalar }
  })
  return {
    total: reduced.map(({ weighted }) => weighted).reduce((a, b) => add(a, b)),
    terms: Object.fromEntries(reduced.map(({ name, value }) => [name, value])),
  }
}
