import {
  add,
  div,
  maximum,
  mean,
  mul,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  type Tensor1D,
} from '@tensorflow/tfjs-core'
import { ContractViolation } from '../../../prelude/errors.ts'
import { assertShape } from '../../../tensor/assertShape.ts'
import type { BoundInput } from '../../loss/input.ts'
import { type Amount, valueAt } from '../../schedule/schedule.ts'
import type { Moment } from '../step.ts'
import type { Look } from './forward.ts'
import type { Term } from './term.ts'

export interface TotalLoss {
  readonly total: Scalar
  /** Each term before its weight. */
  readonly terms: Readonly<Record<string, Scalar>>
}

/** The value of an amount at this moment, or the scalar field that holds it. */
const amountAt = (amount: Amount | string, look: Look, moment: Moment): number | Scalar =>
  typeof amount === 'string' ? (look.field(amount) as Scalar) : valueAt(amount)(moment)

const tensorFor = (input: BoundInput, look: Look, moment: Moment): Tensor => {
  switch (input.from) {
    case 'output':
      return look.output(input.views, input.head)
    case 'each':
    case 'shared':
      return look.field(input.field)
    case 'scalar': {
      const value = amountAt(input.amount, look, moment)
      return typeof value === 'number' ? scalar(value) : value
    }
  }
}

/** The loss of each example in one term, [batch], before the mask. */
export const lossesOf = ({ name, use: { inputs, perExample } }: Term, look: Look, moment: Moment): Tensor1D => {
  const tensors = inputs.map((input) => ({ input, tensor: tensorFor(input, look, moment) }))
  const losses = perExample(Object.fromEntries(tensors.map(({ input, tensor }) => [input.name, tensor])))
  const one = tensors.find(({ input: { from } }) => from === 'output' || from === 'each')
  // A mean over any other shape would be a number too, and the run would go on with it.
  const fits = losses.shape.length === 1 && (one === undefined || losses.shape[0] === one.tensor.shape[0])
  if (fits) return losses
  const batch = one === undefined ? 'batch' : `batch ${one.tensor.shape[0]}`
  throw new ContractViolation(`Expected [${batch}] from the loss ${name}, received [${losses.shape.join(', ')}]`)
}

/** The mean of one term over its examples, before its weight. */
export const meanOf = (losses: Tensor1D, look: Look, { mask, over }: Term): Scalar => {
  if (mask === null) return mean(losses)
  const weights = look.field(mask)
  assertShape(weights, { batch: losses.shape[0] }, `the mask ${mask}`)
  const kept = mul(losses, weights)
  return over === 'all' ? mean(kept) : div(sum(kept), maximum(sum(weights), 1e-8))
}

/**
 * The weighted sum of all terms. Each term is the mean of the losses of its examples.
 *
 * L = sum_i weight_i(t) * mean_b(mask_ib * loss_ib). The mean runs over all examples unless the term says
 * `over: kept`.
 *
 * Laws: batch decomposition; an example whose mask is 0 has no gradient.
 */
export const totalLoss = (terms: Readonly<Record<string, Term>>, look: Look, moment: Moment): TotalLoss => {
  const means = Object.entries(terms).map(([name, term]) => {
    const value = meanOf(lossesOf(term, look, moment), look, term)
    return { name, value, weighted: mul(value, amountAt(term.weight, look, moment)) as Scalar }
  })
  return {
    total: means.map(({ weighted }) => weighted).reduce((a, b) => add(a, b)),
    terms: Object.fromEntries(means.map(({ name, value }) => [name, value])),
  }
}
