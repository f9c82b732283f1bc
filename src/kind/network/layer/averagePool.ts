import { mean, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { pure } from './layer.ts'

/** Averages each channel over all positions, from [batch, height, width, channels] to [batch, channels]. */
export const averagePool = pure<Tensor4D, Tensor2D>((x) => mean(x, [1, 2]) as Tensor2D)
