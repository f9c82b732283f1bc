import { mul, sigmoid, type Tensor } from '@tensorflow/tfjs-core'

/** x sigmoid(x). Paper: Ramachandran et al., Searching for activation functions, 2017, with beta 1. */
export const swish = <T extends Tensor>(x: T): T => mul(x, sigmoid(x))
