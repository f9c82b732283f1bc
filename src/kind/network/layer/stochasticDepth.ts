import { mul, type Tensor4D, tensor4d } from '@tensorflow/tfjs-core'
import { fold } from '../../../prelude/key.ts'
import { dropMask } from './dropMask.ts'
import { type Layer, pure } from './layer.ts'

/**
 * The end of a residual branch: for each example the branch is left out with probability `rate` and otherwise divided by 1 - rate;
 * nothing without a noise key.
 *
 * Paper: Huang et al., Deep networks with stochastic depth, ECCV 2016; the division keeps the expectation, as in EfficientNet.
 */
export const stochasticDepth = (name: string, rate: number): Layer<Tensor4D> =>
  pure<Tensor4D, Tensor4D>((branch, { mode: { noise } }) => {
    if (noise === null || rate === 0) return branch
    const examples = branch.shape[0]
    return mul(branch, tensor4d(dropMask(fold(noise, name), examples, rate), [examples, 1, 1, 1]))
  })
