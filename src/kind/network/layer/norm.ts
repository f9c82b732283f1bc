import { mul, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core'
import { averageTensors } from '../../../tensor/operation/averageTensors.ts'
import { batchNorm, batchNormWith } from '../../../tensor/operation/batchNorm.ts'
import { normAsAffine } from '../../../tensor/operation/normAsAffine.ts'
import type { Normalization } from './convNorm.ts'
import { fusedActivation } from './fusedActivation.ts'
import { constant } from './initializers.ts'
import type { Run } from './layer.ts'

export interface Norm {
  /** How much of the old moving statistics stays in each pass. */
  readonly momentum: number
  readonly epsilon: number
  /** What follows: nothing, max(x, 0), or x below 0 times a slope. */
  readonly activation: 'none' | 'relu' | { readonly slope: number }
}

/**
 * Batch norm and the activation after it.
 *
 * y = scale * (x - mean) / sqrt(variance + epsilon) + offset. In a pass by batch statistics the moving ones follow:
 * moving <- momentum * moving + (1 - momentum) * batch, the variance unbiased (n / (n - 1)), as in PyTorch.
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
