import { div, greater, logicalAnd, mul, norm, type Scalar, scalar, where } from '@tensorflow/tfjs-core'
import { field, number, record } from '../../codec/index.ts'
import { mapTensors } from '../../tensor/tensors.ts'
import { defineOptimizer, stateless } from './optimizer.ts'

const Params = record({
  trust: field(
    number({ min: 1e-12 }),
    "the paper's eta: norm of the new gradient of a kernel relative to the norm of the kernel",
    0.001,
  ),
})

/**
 * Scales the gradient of each kernel to a share of the norm of the kernel.
 *
 * g' = trust |p| / |g| g for each kernel. Biases, scales and offsets keep their gradient.
 *
 * Edge: if the kernel or its gradient is all zeros, the gradient does not change.
 *
 * Law: |g'| = trust |p|, so the length of the gradient of a kernel does not matter.
 *
 * Paper: You et al., Large batch training of convolutional networks, 2017, eq. 6. The order is that of the
 * code of SimCLR, with decay before it, rate and momentum after it: `[weightDecay, lars, rate, momentum]`.
 */
export const lars = defineOptimizer({
  name: 'lars',
  summary: 'scales the gradient of each kernel to a share of the norm of the kernel',
  paper: 'You et al., Large batch training of convolutional networks, 2017, eq. 6',
  example: [{ weightDecay: { decay: 1e-6 } }, 'lars', { rate: { rate: 0.3 } }, 'momentum'],
  params: Params,
  use: ({ trust }) =>
    stateless(({ kinds, parameters, gradients }) =>
      mapTensors(gradients, (gradient, name) => {
        if (kinds[name] !== 'kernel') return gradient
        const [own, slope] = [norm(parameters[name]!) as Scalar, norm(gradient) as Scalar]
        const usable = logicalAnd(greater(own, 0), greater(slope, 0))
        // `where` computes both branches, so the divisor is 1 where the ratio is not used.
        const ratio = div(mul(own, trust), where(greater(slope, 0), slope, scalar(1)))
        return mul(gradient, where(usable, ratio, scalar(1)))
      }),
    ),
})
