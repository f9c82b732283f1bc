import { mul, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core'
import { fold } from '../../../prelude/key.ts'
import { dropMask } from './dropMask.ts'
import { type Layer, pure } from './layer.ts'

/**
 * The end of a residual branch: drops the branch of each sample with probability `rate`, and otherwise
 * divides it by 1 - rate.
 *
 * Without a noise key it changes nothing.
 *
 * Paper: Huang et al., Deep networks with stochastic depth, ECCV 2016. Departure: the division, which keeps
 * the expectation, as in EfficientNet.
 *
 * @param rate 0 to below 1
 */
export const stochasticDepth = (name: string, rate: number): Layer<Tensor4D> =>
  pure<Tensor4D, Tensor4D>((branch, { mode: { noise } }) => {
    if (noise === null || rate === 0) return branch
    const samples = branch.shape[0]
    return mul(branch, tensor4d(dropMask(fold(noise, name), samples, rate), [samples, 1, 1, 1]))
  })
