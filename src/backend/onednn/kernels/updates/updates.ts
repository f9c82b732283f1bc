import type { Kernel } from '../defineKernel.ts'
import { adamUpdate } from './adam.ts'
import { movingAverage } from './movingAverage.ts'
import { sgdUpdate } from './sgd.ts'

/**
 * Update rules for all parameters in one kernel call. They write new tensors.
 *
 *     SgdUpdate:     g' = g + decay p
 *                    v' = momentum v + g'
 *                    p' = p - rate (nesterov ? g' + momentum v' : v')
 *     AdamUpdate:    m' = beta1 m + (1 - beta1) g'
 *                    s' = beta2 s + (1 - beta2) g'^2
 *                    p' = p - rate m'/(1 - beta1^step) / (sqrt(s'/(1 - beta2^step)) + epsilon)
 *     MovingAverage: a' = decay a + (1 - decay) x
 *
 * AdamUpdate adds the decay to the gradient (Adam) or, with `decoupled`, first multiplies p by 1 - rate decay
 * (AdamW).
 *
 * All are plain loops, except SGD on large tensors: the library takes half the time of the loop there.
 */
export const updateKernels: readonly Kernel[] = [sgdUpdate, adamUpdate, movingAverage]
