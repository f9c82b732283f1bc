import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { type Applied, kind } from '../../codec/index.ts'
import type { Layer } from './layer/layer.ts'

/** Height, width and channels of the images that a network takes. */
export type Input = readonly [height: number, width: number, channels: number]

/** What an architecture makes of images: features, [batch, width]. Heads are put on top of it. */
export interface Body {
  readonly layer: Layer<Tensor4D, Tensor2D>
  /** Features of each image. */
  readonly width: number
}

/** An architecture: how its body is built for images of a size. */
export interface Architecture {
  readonly build: (input: Input) => Body
}

export type AppliedNetwork = Applied<'network', Architecture>

/** Declares an architecture. */
export const defineNetwork = kind<'network', Architecture>('network')
