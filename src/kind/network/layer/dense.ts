import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { linear } from '../../../tensor/operation/linear.ts'
import { constant, fanUniform, type Values } from './initializers.ts'
import type { Layer } from './layer.ts'

/**
 * A linear layer x W + b, from [batch, from] to [batch, to].
 *
 * @param initial the first values of W, by default uniform as in PyTorch; b starts at 0
 */
export const dense = (name: string, from: number, to: number, initial: Values = fanUniform(from)): Layer<Tensor2D> => {
  const kernel = `${name}/kernel`
  const bias = `${name}/bias`
  return {
    declared: {
      parameters: {
        [kernel]: { shape: [from, to], kind: 'kernel', values: initial },
        [bias]: { shape: [to], kind: 'bias', values: constant(0) },
      },
      statistics: {},
    },
    apply: (run, x) => linear(x, run.parameter(kernel) as Tensor2D, run.parameter(bias) as Tensor1D),
  }
}
