import { add, mul, zerosLike } from '@tensorflow/tfjs-core'
import { field, flag, record } from '../../codec/index.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { type Amounts, amountWithin, valueAt } from '../schedule/schedule.ts'
import { defineOptimizer } from './optimizer.ts'

const Params = ({ schedule }: Amounts) =>
  record({
    momentum: field(
      amountWithin(schedule, { min: 0, max: 1, open: true }),
      'share of the old velocity that stays',
      0.9,
    ),
    nesterov: field(flag, 'whether to look ahead along the velocity', false),
  })

/**
 * Replaces the gradient by a velocity that follows it.
 *
 * v' = momentum v + g; g' = nesterov ? g + momentum v' : v'.
 *
 * - Before `rate`: the velocity does not contain the rate, as in PyTorch.
 * - After `rate`: the velocity contains the rate, as in the original.
 *
 * Paper: Sutskever et al., On the importance of initialization and momentum, ICML 2013, eq. 1 and 3.
 */
export const momentum = defineOptimizer({
  name: 'momentum',
  summary: 'replaces the gradient by a velocity that follows it',
  paper: 'Sutskever et al., On the importance of initialization and momentum, ICML 2013, eq. 1 and 3',
  example: ['momentum', { rate: { rate: 0.1 } }],
  params: Params,
  use: ({ momentum: share, nesterov }) => ({
    part: {
      init: (parameters) => mapTensors(parameters, zerosLike),
      transform: ({ clock, gradients, slots }) => {
        const stays = valueAt(share)(clock)
        const velocities = mapTensors(gradients, (gradient, name) => add(mul(slots[name]!, stays), gradient))
        return {
          slots: velocities,
          gradients: nesterov
            ? mapTensors(gradients, (gradient, name) => add(gradient, mul(velocities[name]!, stays)))
            : velocities,
        }
      },
    },
  }),
})
