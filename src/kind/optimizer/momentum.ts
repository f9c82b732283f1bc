import { add, mul, zerosLike } from '@tensorflow/tfjs-core'
import { field, flag, record } from '../../codec/index.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { type Amounts, amountWithin, valueAt } from '../schedule/schedule.ts'
import { defineOptimizer } from './optimizer.ts'

const Params = ({ schedule }: Amounts) =>
  record({
    momentum: field(amountWithin(schedule, { min: 0, max: 1, open: true }), 'how much of the old velocity stays', 0.9),
    nesterov: field(flag, 'looks ahead along the velocity', false),
  })

/**
 * v' = momentum v + g; g' = nesterov ? g + momentum v' : v'.
 *
 * Before `rate` the rate stays outside the velocity, as in PyTorch; after it the velocity holds it, as in the original.
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
