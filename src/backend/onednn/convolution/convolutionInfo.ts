import { backend_util } from '@tensorflow/tfjs-core'

/** The attributes that tfjs passes to a convolution kernel. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding
  readonly dataFormat?: 'NHWC' | 'NCHW'
  readonly dilations?: number | [number, number]
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

type Four = [number, number, number, number]
const four = (shape: readonly number[]): Four => shape as Four // tfjs checks the rank before it runs the kernel

/** The geometry of a convolution, as tfjs computes it from the attributes. */
export const convolutionInfo = (
  inShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dilations, dimRoundingMode }: ConvolutionAttributes,
  depthwise: boolean,
): backend_util.Conv2DInfo =>
  backend_util.computeConv2DInfo(
    four(inShape),
    four(filterShape),
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    dataFormat === 'NCHW' ? 'channelsFirst' : 'channelsLast',
  )
