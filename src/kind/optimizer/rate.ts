import { mul } from '@tensorflow/tfjs-core'
import { field, record } from '../../codec/index.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { type Amounts, amountWithin, valueAt } from '../schedule/schedule.ts'
import { defineOptimizer, stateless } from './optimizer.ts'

const Params = ({ schedule }: Amounts) => record({ rate: field(amountWithin(schedule, { min: 0 }), 'learning rate') })

/**
 * Multiplies the gradient by the learning rate.
 *
 * g' = rate g.
 */
export const rate = defineOptimizer({
  name: 'rate',
  summary: 'multiplies the gradient by the learning rate',
  example: ['momentum', { rate: { rate: 0.1 } }],
  params: Params,
  use: ({ rate: amount }) =>
    stateless(({ clock, gradients }) => {
      const factor = valueAt(amount)(clock)
      return mapTensors(gradients, (gradient) => mul(gradient, factor))
    }),
})
