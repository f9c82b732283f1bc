import { mul, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core'
import { averageTensors } from '../../../tensor/operation/averageTensors.ts'
import { batchNorm } from '../../../tensor/operation/batchNorm.ts'
import { batchNormWith } from '../../../tensor/operation/batchNormWith.ts'
import { normAsAffine } from '../../../tensor/operation/normAsAffine.ts'
import type { Normalization } from './convNorm.ts'
import { fusedActivation } from './fusedActivation.ts'
import { constant } from './initializers.ts'
import type { Run } from './layer.ts'

export interface Norm {
  /** The share of the old moving statistics that each pass keeps, 0 to 1. */
  readonly momentum: number
  readonly epsilon: number
  /** Applied to the result: nothing, max(x, 0), or a leaky relu that multiplies x below 0 by a slope. */
  readonly activation: 'none' | 'relu' | { readonly slope: number }
}

/**
 * Batch norm and the activation after it.
 *
 * y = activation(scale * (x - mean) / sqrt(variance + epsilon) + offset)
 * moving <- momentum * moving + (1 - momentum) * batch
 *
 * - A pass with batch statistics also updates the moving ones, with the unbiased variance (n / (n - 1)), as
 *   in PyTorch.
 * - A pass with moving statistics, or of a frozen norm, updates nothing.
 *
 * Paper: Ioffe and Szegedy, ICML 2015, algorithms 1 and 2.
 */
export const norm = (name: string, channels: number, { momentum, epsilon, activation }: Norm): Normalization => {
  const names = { scale: `${name}/scale`, offset: `${name}/offset`, mean: `${name}/mean`, variance: `${name}/variance` }
  const setting = { epsilon, activation }
  const variablesOf = (run: Run) => ({
    scale: run.parameter(names.scale) as Tensor1D,
    offset: run.parameter(names.offset) as Tensor1D,
    mean: run.statistic(names.mean) as Tensor1D,
    variance: run.statistic(names.variance) as Tensor1D,
  })
  return {
    declared: {
      parameters: {
        [names.scale]: { shape: [channels], kind: 'scale', values: constant(1) },
        [names.offset]: { shape: [channels], kind: 'offset', values: constant(0) },
      },
      statistics: {
        [names.mean]: { shape: [channels], initial: 0 },
        [names.variance]: { shape: [channels], initial: 1 },
      },
    },
    apply: (run, x) => {
      const { scale, offset, mean, variance } = variablesOf(run)
      if (run.mode.normalization === 'running' || run.mode.isFrozen?.(names.mean)) {
        return batchNormWith(x, { mean, variance }, scale, offset, setting) as Tensor4D
      }
      const batch = batchNorm(x, scale, offset, setting)
      const count = x.size / channels
      const unbiased = count > 1 ? count / (count - 1) : 1
      const values = { mean: batch.mean, variance: mul(batch.variance, unbiased) }
      const moved = averageTensors({ mean, variance }, values, momentum)
      run.move(names.mean, moved['mean']!)
      run.move(names.variance, moved['variance']!)
      return batch.y as Tensor4D
    },
    given: (run) => ({ ...normAsAffine(variablesOf(run), epsilon), ...fusedActivation(setting) }),
  }
}
