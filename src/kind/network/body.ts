import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { type Applied, kind } from '../../codec/index.ts'
import type { Layer } from './layer/layer.ts'

/** The size of the images that a network accepts. */
export type Input = readonly [height: number, width: number, channels: number]

/** The part of a network that turns images into features, [batch, width]. Heads stand on top of it. */
export interface Body {
  readonly layer: Layer<Tensor4D, Tensor2D>
  /** Number of features per image. */
  readonly width: number
}

/** An architecture builds a body for images of one size. */
export interface Architecture {
  readonly build: (input: Input) => Body
}

export type AppliedNetwork = Applied<'network', Architecture>

/** Declares an architecture. */
export const defineNetwork = kind<'network', Architecture>('network')
