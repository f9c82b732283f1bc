import { add, div, mul, sqrt, square, zerosLike } from '@tensorflow/tfjs-core'
import { field, magnitude, number, record } from '../../codec/index.ts'
import { asSection, section } from '../../tensor/section.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { defineOptimizer } from './optimizer.ts'

const share = number({ min: 0, max: 1, open: true })

const Params = record({
  beta1: field(share, 'share of the old mean of gradients that stays', 0.9),
  beta2: field(share, 'share of the old mean of squared gradients that stays', 0.999),
  epsilon: field(magnitude, 'added to the root of the mean of squared gradients', 1e-8),
})

/**
 * Scales each entry of the gradient as Adam does.
 *
 * m' = beta1 m + (1 - beta1) g; v' = beta2 v + (1 - beta2) g^2;
 * g' = m' / (1 - beta1^t) / (sqrt(v' / (1 - beta2^t)) + epsilon), where t counts updates from 1.
 *
 * Law: `[adaptive, rate]` equals `adam` without decay.
 *
 * Paper: Kingma and Ba, Adam, ICLR 2015, algorithm 1. Departure: the rate is left to `rate`.
 */
export const adaptive = defineOptimizer({
  name: 'adaptive',
  summary: 'scales each entry of the gradient as Adam does',
  paper: 'Kingma and Ba, Adam, ICLR 2015, algorithm 1',
  example: ['adaptive', { rate: { rate: 0.001 } }],
  params: Params,
  use: ({ beta1, beta2, epsilon }) => ({
    part: {
      init: (parameters) => ({
        ...asSection('first')(mapTensors(parameters, zerosLike)),
        ...asSection('second')(mapTensors(parameters, zerosLike)),
      }),
      transform: ({ updates, gradients, slots }) => {
        const [first, second] = [section('first')(slots), section('second')(slots)]
        const means = mapTensors(gradients, (g, name) => add(mul(first[name]!, beta1), mul(g, 1 - beta1)))
        const squares = mapTensors(gradients, (g, name) => add(mul(second[name]!, beta2), mul(square(g), 1 - beta2)))
        const [unbiased1, unbiased2] = [1 - beta1 ** (updates + 1), 1 - beta2 ** (updates + 1)]
        return {
          gradients: mapTensors(means, (mean, name) =>
            div(div(mean, unbiased1), add(sqrt(div(squares[name]!, unbiased2)), epsilon)),
          ),
          slots: { ...asSection('first')(means), ...asSection('second')(squares) },
        }
      },
    },
  }),
})
