import { mean, mul, reshape, sigmoid, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { dense } from './dense.ts'
import { declaredBy, type Layer } from './layer.ts'
import { swish } from './swish.ts'

/**
 * Scales each channel by a factor from 0 to 1 that depends on the means of all channels.
 *
 * x sigmoid(W2 swish(W1 mean(x)))
 *
 * Paper: Hu et al., Squeeze-and-excitation networks, CVPR 2018, section 3. Departure: swish inside, as in
 * EfficientNet.
 *
 * @param squeezed the number of units between the two products
 */
export const squeezeExcite = (name: string, channels: number, squeezed: number): Layer<Tensor4D> => {
  const squeeze = dense(`${name}/squeeze`, channels, squeezed)
  const excite = dense(`${name}/excite`, squeezed, channels)
  return {
    declared: declaredBy([squeeze, excite]),
    apply: (run, x) => {
      const means = mean(x, [1, 2]) as Tensor2D
      const factors = sigmoid(excite.apply(run, swish(squeeze.apply(run, means))))
      return mul(x, reshape(factors, [x.shape[0], 1, 1, channels]))
    },
  }
}
