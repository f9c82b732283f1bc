import { add, type Tensor4D } from '@tensorflow/tfjs-core'
import { conv } from './layer/conv.ts'
import { convNorm, type Normalization } from './layer/convNorm.ts'
import { depthwise } from './layer/depthwise.ts'
import { chain, declaredBy, type Layer, pure } from './layer/layer.ts'
import { norm } from './layer/norm.ts'
import { squeezeExcite } from './layer/squeezeExcite.ts'
import { stochasticDepth } from './layer/stochasticDepth.ts'
import { swish } from './layer/swish.ts'

/** One block of an EfficientNet. */
export interface EfficientNetBlock {
  readonly name: string
  /** Channels of the input. */
  readonly from: number
  /** Channels of the output. */
  readonly to: number
  /** Factor of the channels inside the block, at least 1. */
  readonly expansion: number
  readonly kernel: number
  readonly stride: number
  /** Rate of stochastic depth, from 0 to below 1. */
  readonly drop: number
  /** Of the moving statistics of batch norm. */
  readonly momentum: number
}

/** Batch norm without an activation, as every convolution of an EfficientNet has it. */
export const normOf = (name: string, channels: number, momentum: number): Normalization =>
  norm(name, channels, { momentum, epsilon: 1e-3, activation: 'none' })

export const active = pure<Tensor4D, Tensor4D>(swish)

/**
 * Inverted bottleneck: expands, convolves each channel on its own, weighs the channels, and projects back.
 *
 * If neither the channels nor the size change, a shortcut adds the input.
 */
export const efficientNetBlock = ({
  name,
  from,
  to,
  expansion,
  kernel,
  stride,
  drop,
  momentum,
}: EfficientNetBlock): Layer<Tensor4D> => {
  const inner = from * expansion
  const expand =
    expansion === 1
      ? []
      : [
          convNorm(
            conv(`${name}/expand`, { from, to: inner, kernel: 1 }),
            normOf(`${name}/expandNorm`, inner, momentum),
          ),
          active,
        ]
  const branch = chain(
    ...expand,
    convNorm(
      depthwise(`${name}/depthwise`, { channels: inner, kernel, stride }),
      normOf(`${name}/depthwiseNorm`, inner, momentum),
    ),
    active,
    squeezeExcite(name, inner, Math.max(1, Math.floor(from / 4))),
    convNorm(conv(`${name}/project`, { from: inner, to, kernel: 1 }), normOf(`${name}/projectNorm`, to, momentum)),
  )
  if (from !== to || stride !== 1) return branch
  const dropped = stochasticDepth(`${name}/drop`, drop)
  return {
    declared: declaredBy([branch, dropped]),
    apply: (run, x) => add(x, dropped.apply(run, branch.apply(run, x))),
  }
}
