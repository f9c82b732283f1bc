import { clipByValue } from '@tensorflow/tfjs-core'
import { field, number, record } from '../../codec/index.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { defineOptimizer, stateless } from './optimizer.ts'

const Params = record({ value: field(number({ min: 1e-12 }), 'upper bound on the absolute value of each entry') })

/**
 * Bounds each entry of the gradient.
 *
 * g' = min(max(g, -value), value), entry by entry.
 *
 * Law: entries within the bounds do not change.
 */
export const clipValue = defineOptimizer({
  name: 'clipValue',
  summary: 'bounds each entry of the gradient',
  example: [{ clipValue: { value: 0.5 } }, 'sgd'],
  params: Params,
  use: ({ value }) =>
    stateless(({ gradients }) => mapTensors(gradients, (gradient) => clipByValue(gradient, -value, value))),
})
