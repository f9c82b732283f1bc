import { add, mul } from '@tensorflow/tfjs-core'
import { field, magnitude, record } from '../../codec/index.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { decayOf, defineOptimizer, stateless } from './optimizer.ts'

const Params = record({ decay: field(magnitude, 'weight decay (L2) on kernels') })

/**
 * Adds a share of each kernel to its gradient.
 *
 * g' = g + decay p for kernels. Biases, scales and offsets keep their gradient.
 */
export const weightDecay = defineOptimizer({
  name: 'weightDecay',
  summary: 'adds a share of each kernel to its gradient',
  example: [{ weightDecay: { decay: 1e-4 } }, 'momentum', { rate: { rate: 0.1 } }],
  params: Params,
  use: ({ decay }) =>
    stateless(({ kinds, parameters, gradients }) => {
      const shares = decayOf(kinds, decay)
      return mapTensors(gradients, (gradient, name) =>
        shares[name] === 0 ? gradient : add(gradient, mul(parameters[name]!, shares[name]!)),
      )
    }),
})
