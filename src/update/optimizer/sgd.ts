import { zerosLike } from '@tensorflow/tfjs-core'
import { field, flag, magnitude, number, record } from '../../codec/index.ts'
import { sgdUpdate } from '../../tensor/operation/sgdUpdate.ts'
import { asSection, section } from '../../tensor/section.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { decayOf, defineOptimizer } from '../optimizer.ts'
import { schedule, valueAt } from '../schedule.ts'

const Params = record({
  rate: field(schedule, 'learning rate', 0.03),
  momentum: field(number({ min: 0, max: 1, open: true }), 'how much of the old velocity stays', 0.9),
  nesterov: field(flag, 'looks ahead along the velocity', false),
  decay: field(magnitude, 'weight decay (L2) on kernels, added to the gradient', 0),
})

/**
 * Stochastic gradient descent: g' = g + decay p; v' = momentum v + g'; p' = p - rate (nesterov ? g' + momentum v' : v').
 *
 * Paper: Sutskever et al., ICML 2013, in the form of PyTorch (the rate is not inside the velocity).
 */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'stochastic gradient descent with momentum',
  params: Params,
  build: ({ rate, momentum, nesterov, decay }) => ({
    init: (parameters) => asSection('velocity')(mapTensors(parameters, zerosLike)),
    apply: ({ clock, kinds, parameters, gradients, slots }) => {
      const next = sgdUpdate(parameters, gradients, section('velocity')(slots), {
        rate: valueAt(rate)(clock),
        momentum,
        nesterov,
        decay: decayOf(kinds, decay),
      })
      return { parameters: next.parameters, slots: asSection('velocity')(next.velocities) }
    },
  }),
})
