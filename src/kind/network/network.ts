import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Key } from '../../prelude/key.ts'
import type { Tensors } from '../../tensor/tensors.ts'

/** What a parameter does; weight decay applies to kernels only. */
export type ParameterKind = 'kernel' | 'bias' | 'scale' | 'offset'

/** How a network is run. */
export interface Mode {
  /** Batch norm by the statistics of this batch, which the moving ones then follow; or by the moving ones, which stay. */
  readonly normalization: 'batch' | 'running'
  /** Dropout and stochastic depth draw from this key; without one they are off. */
  readonly noise: Key | null
  /** Norms whose statistics are frozen go by the moving ones, whatever the others do; none when left out (see `freezeNorms`). */
  readonly isFrozen?: (statistic: string) => boolean
}

/** What a network makes of a batch of images. */
export interface Pass {
  /** By head, [batch, size], before any softmax. */
  readonly outputs: Readonly<Record<string, Tensor2D>>
  /** What the heads were given, [batch, features]. */
  readonly features: Tensor2D
  /** The moving statistics after this pass; the same tensors where they did not move. */
  readonly statistics: Tensors
}

/** All that a network holds, as plain records of tensors by name. */
export interface Variables {
  readonly parameters: Tensors
  readonly statistics: Tensors
}

/**
 * A network as two functions and what they work on: it holds no state of its own.
 *
 * Images come as [batch, height, width, channels], floats from -1 to 1.
 */
export interface Network {
  readonly parameters: Readonly<Record<string, { readonly shape: readonly number[]; readonly kind: ParameterKind }>>
  readonly statistics: Readonly<Record<string, { readonly shape: readonly number[]; readonly initial: 0 | 1 }>>
  /** Sizes by head. */
  readonly outputs: Readonly<Record<string, number>>
  readonly init: (key: Key) => Variables
  readonly apply: (variables: Variables, images: Tensor4D, mode: Mode) => Pass
}

/** How many numbers training changes. */
export const parameterCount = ({ parameters }: Network): number =>
  Object.values(parameters).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0)
