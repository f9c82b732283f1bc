import { mul, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { fold } from '../../../prelude/key.ts'
import { dropMask } from './dropMask.ts'
import { type Layer, pure } from './layer.ts'

/**
 * Sets each value to 0 with probability `rate` and divides the others by 1 - rate.
 *
 * Without a noise key it changes nothing.
 *
 * Paper: Srivastava et al., JMLR 2014. Departure: the inverted form, which scales in training instead of at
 * inference.
 *
 * @param rate 0 to below 1
 */
export const dropout = <T extends Tensor>(name: string, rate: number): Layer<T> =>
  pure<T, T>((x, { mode: { noise } }) => {
    if (noise === null || rate === 0) return x
    return mul(x, tensor(dropMask(fold(noise, name), x.size, rate), x.shape))
  })
