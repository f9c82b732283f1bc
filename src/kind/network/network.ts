import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Key } from '../../prelude/key.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { Heads } from './head.ts'

/** What a parameter does; weight decay applies to kernels only. */
export type ParameterKind = 'kernel' | 'bias' | 'scale' | 'offset'

/** How a network is run. */
export interface Mode {
  /** Batch norm by the statistics of this batch, which the moving ones then follow; or by the moving ones, which stay. */
  readonly normalization: 'batch' | 'running'
  /** Dropout and stochastic depth draw from this key; without one they are off. */
  readonly noise: Key | null
  /** Norms whose statistics are frozen use the moving ones in every pass; none when left out (see `freezeNorms`). */
  readonly isFrozen?: (statistic: string) => boolean
}

/** What a network makes of a batch of images. */
export interface Pass {
  /** By head, [batch, size], before any softmax. */
  readonly outputs: Readonly<Record<string, Tensor2D>>
  /** The output of the body, [batch, features]. */
  readonly features: Tensor2D
  /** The moving statistics after this pass; the same tensors where they did not move. */
  readonly statistics: Tensors
}

/** The output of one head, and the moving statistics after it. */
export interface JointPass {
  readonly output: Tensor2D
  readonly statistics: Tensors
}

/** All that a network holds, as plain records of tensors by name. */
export interface Variables {
  readonly parameters: Tensors
  readonly statistics: Tensors
}

/**
 * A network as functions and what they work on: it holds no state of its own.
 *
 * Images come as [batch, height, width, channels], floats from -1 to 1.
 */
export interface Network {
  readonly parameters: Readonly<Record<string, { readonly shape: readonly number[]; readonly kind: ParameterKind }>>
  readonly statistics: Readonly<Record<string, { readonly shape: readonly number[]; readonly initial: 0 | 1 }>>
  readonly heads: Heads
  readonly init: (key: Key) => Variables
  /** One pass over images, with the named heads of one view; all of them when left out. */
  readonly apply: (variables: Variables, images: Tensor4D, mode: Mode, heads?: readonly string[]) => Pass
  /** A head of several views, from the features of each. */
  readonly joint: (variables: Variables, features: readonly Tensor2D[], mode: Mode, head: string) => JointPass
}

/** How many numbers training changes. */
export const parameterCount = ({ parameters }: Network): number =>
  Object.values(parameters).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
