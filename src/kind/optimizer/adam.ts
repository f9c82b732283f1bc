import { zerosLike } from '@tensorflow/tfjs-core'
import type * as t from 'io-ts'
import { field, magnitude, number, record } from '../../codec/index.ts'
import { adamUpdate } from '../../tensor/operation/adamUpdate.ts'
import { asSection, section } from '../../tensor/section.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { type Amounts, amountWithin, valueAt } from '../schedule/schedule.ts'
import { decayOf, defineOptimizer, type Optimizer } from './optimizer.ts'

const share = number({ min: 0, max: 1, open: true })

const Params = ({ schedule }: Amounts) =>
  record({
    rate: field(amountWithin(schedule, { min: 0 }), 'learning rate', 0.001),
    beta1: field(share, 'share of the old mean of gradients that stays', 0.9),
    beta2: field(share, 'share of the old mean of squared gradients that stays', 0.999),
    epsilon: field(magnitude, 'added to the root of the mean of squared gradients', 1e-8),
    decay: field(magnitude, 'weight decay on kernels', 0),
  })

const use =
  (decoupled: boolean) =>
  ({ rate, beta1, beta2, epsilon, decay }: t.TypeOf<ReturnType<typeof Params>>): Optimizer => ({
    rule: {
      init: (parameters) => ({
        ...asSection('first')(mapTensors(parameters, zerosLike)),
        ...asSection('second')(mapTensors(parameters, zerosLike)),
      }),
      apply: ({ clock, updates, kinds, parameters, gradients, slots }) => {
        const next = adamUpdate(parameters, gradients, section('first')(slots), section('second')(slots), {
          rate: valueAt(rate)(clock),
          beta1,
          beta2,
          epsilon,
          step: updates + 1,
          decay: decayOf(kinds, decay),
          decoupled,
        })
        return {
          parameters: next.parameters,
          slots: { ...asSection('first')(next.first), ...asSection('second')(next.second) },
        }
      },
    },
  })

/**
 * Adam. Weight decay is added to the gradient.
 *
 * Paper: Kingma and Ba, Adam, ICLR 2015, algorithm 1.
 */
export const adam = defineOptimizer({
  name: 'adam',
  summary: 'Adam, with weight decay added to the gradient',
  paper: 'Kingma and Ba, Adam, ICLR 2015, algorithm 1',
  params: Params,
  use: use(false),
})

/**
 * Adam with decoupled weight decay.
 *
 * p <- p (1 - rate decay) before the update.
 *
 * Paper: Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2, in the form of
 * PyTorch.
 */
export const adamW = defineOptimizer({
  name: 'adamW',
  summary: 'Adam, with weight decay decoupled from the gradient',
  paper: 'Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2',
  params: Params,
  use: use(true),
})
