import { dispose, mul, zerosLike } from '@tensorflow/tfjs-core'
import { field, flag, magnitude, record } from '../../codec/index.ts'
import { sgdUpdate } from '../../tensor/operation/sgdUpdate.ts'
import { asSection, section } from '../../tensor/section.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { type Amounts, amountWithin, valueAt } from '../schedule/schedule.ts'
import { decayOf, defineOptimizer } from './optimizer.ts'

const Params = ({ schedule }: Amounts) =>
  record({
    rate: field(amountWithin(schedule, { min: 0 }), 'learning rate', 0.03),
    momentum: field(
      amountWithin(schedule, { min: 0, max: 1, open: true }),
      'share of the old velocity that stays',
      0.9,
    ),
    damped: field(flag, 'weighs gradients by 1 - momentum, so that the velocity is their moving mean', false),
    nesterov: field(flag, 'whether to look ahead along the velocity', false),
    decay: field(magnitude, 'weight decay (L2) on kernels, added to the gradient', 0),
  })

/**
 * Stochastic gradient descent with momentum.
 *
 * g' = g + decay p; v' = momentum v + g'; p' = p - rate (nesterov ? g' + momentum v' : v').
 * With `damped`, g' = (1 - momentum) (g + decay p).
 *
 * Paper: Sutskever et al., On the importance of initialization and momentum, ICML 2013, in the form of
 * PyTorch (the velocity does not contain the rate). `damped` with a momentum that grows is from Hinton et
 * al., Improving neural networks by preventing co-adaptation of feature detectors, 2012, appendix A.1, as
 * used by Lee, Pseudo-Label, ICML 2013 workshop.
 */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'stochastic gradient descent with momentum',
  paper: 'Sutskever et al., On the importance of initialization and momentum, ICML 2013',
  params: Params,
  use: ({ rate, momentum, damped, nesterov, decay }) => ({
    rule: {
      init: (parameters) => asSection('velocity')(mapTensors(parameters, zerosLike)),
      apply: ({ clock, kinds, parameters, gradients, slots }) => {
        const stays = valueAt(momentum)(clock)
        const enters = damped ? 1 - stays : 1
        const weighted = damped ? mapTensors(gradients, (gradient) => mul(gradient, enters)) : gradients
        const next = sgdUpdate(parameters, weighted, section('velocity')(slots), {
          rate: valueAt(rate)(clock),
          momentum: stays,
          nesterov,
          decay: decayOf(kinds, enters * decay),
        })
        if (damped) dispose(weighted)
        return { parameters: next.parameters, slots: asSection('velocity')(next.velocities) }
      },
    },
  }),
})
