import { type Tensor2D, type Tensor4D, util } from '@tensorflow/tfjs-core'
import type { Key } from '../../prelude/key.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { Heads } from './head.ts'

/** The role of a parameter. Weight decay applies to kernels only. */
export type ParameterKind = 'kernel' | 'bias' | 'scale' | 'offset'

/** The settings of one pass. */
export interface Mode {
  /**
   * `batch`: batch norm uses the statistics of this batch, and the moving statistics follow them.
   * `running`: batch norm uses the moving statistics, which do not change.
   */
  readonly normalization: 'batch' | 'running'
  /** Dropout and stochastic depth draw from this key; null turns them off. */
  readonly noise: Key | null
  /** Norms with frozen statistics use the moving ones in every pass. Default: none. See `freezeNorms`. */
  readonly isFrozen?: (statistic: string) => boolean
}

/** The results of one pass over a batch of images. */
export interface Pass {
  /** The output of each head, [batch, size], before any softmax. */
  readonly outputs: Readonly<Record<string, Tensor2D>>
  /** The output of the body, [batch, features]. */
  readonly features: Tensor2D
  /** The moving statistics after this pass. Statistics that did not move are the same tensors as before. */
  readonly statistics: Tensors
}

/** The output of one head, and the moving statistics after it. */
export interface JointPass {
  readonly output: Tensor2D
  readonly statistics: Tensors
}

/** The variables of a network, as plain records of tensors by name. */
export interface Variables {
  readonly parameters: Tensors
  readonly statistics: Tensors
}

/**
 * A network as pure functions and the variables that they need. It holds no state of its own.
 *
 * Images come as [batch, height, width, channels], floats from -1 to 1.
 */
export interface Network {
  readonly parameters: Readonly<Record<string, { readonly shape: readonly number[]; readonly kind: ParameterKind }>>
  readonly statistics: Readonly<Record<string, { readonly shape: readonly number[]; readonly initial: 0 | 1 }>>
  readonly heads: Heads
  readonly init: (key: Key) => Variables
  /** One pass over images. `heads` names heads of one view; default: all of them. */
  readonly apply: (variables: Variables, images: Tensor4D, mode: Mode, heads?: readonly string[]) => Pass
  /** The output of a head of several views, from the features of each view. */
  readonly joint: (variables: Variables, features: readonly Tensor2D[], mode: Mode, head: string) => JointPass
}

/** The number of trainable values. */
export const parameterCount = ({ parameters }: Network): number =>
  Object.values(parameters).reduce((sum, { shape }) => sum + util.sizeFromShape([...shape]), 0)
