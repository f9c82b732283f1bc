import * as tf from '@tensorflow/tfjs-core'
import { type Arrays, arraysOf } from './arrays.ts'

type Attributes = Readonly<Record<string, unknown>>

const infoOf = (attributes: Attributes): tf.backend_util.Conv2DInfo =>
  tf.backend_util.computeConv2DInfo(
    attributes['inputShape'] as [number, number, number, number],
    attributes['filterShape'] as [number, number, number, number],
    attributes['strides'] as [number, number],
    attributes['dilations'] as [number, number],
    attributes['pad'] as 'same',
    attributes['dimRoundingMode'] as 'floor' | undefined,
    true,
  )

/**
 * Calls `visit` for every filter tap that falls inside the image, with the offsets of its row of channels.
 */
const eachTap = (info: tf.backend_util.Conv2DInfo, visit: (x: number, filter: number, dy: number) => void): void => {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info
  for (let b = 0; b < batchSize; b++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++)
        for (let fy = 0; fy < filterHeight; fy++) {
          const iy = oy * strideHeight - padInfo.top + fy * dilationHeight
          if (iy < 0 || iy >= inHeight) continue
          for (let fx = 0; fx < filterWidth; fx++) {
            const ix = ox * strideWidth - padInfo.left + fx * dilationWidth
            if (ix < 0 || ix >= inWidth) continue
            visit(
              ((b * inHeight + iy) * inWidth + ix) * inChannels,
              (fy * filterWidth + fx) * outChannels,
              ((b * outHeight + oy) * outWidth + ox) * outChannels,
            )
          }
        }
}

const filterGradient = (arrays: Arrays, inputs: tf.NamedTensorInfoMap, attributes: Attributes): tf.TensorInfo => {
  const info = infoOf(attributes)
  const result = arrays.make(info.filterShape)
  const x = arrays.view(inputs['x']!)
  const dy = arrays.view(inputs['dy']!)
  const out = arrays.view(result).fill(0)
  const multiplier = info.outChannels / info.inChannels
  eachTap(info, (atX, atFilter, atDy) => {
    for (let c = 0; c < info.outChannels; c++)
      out[atFilter + c]! += x[atX + Math.floor(c / multiplier)]! * dy[atDy + c]!
  })
  return result
}

const inputGradient = (arrays: Arrays, inputs: tf.NamedTensorInfoMap, attributes: Attributes): tf.TensorInfo => {
  const info = infoOf(attributes)
  const result = arrays.make(info.inShape)
  const filter = arrays.view(inputs['filter']!)
  const dy = arrays.view(inputs['dy']!)
  const out = arrays.view(result).fill(0)
  const multiplier = info.outChannels / info.inChannels
  eachTap(info, (atX, atFilter, atDy) => {
    for (let c = 0; c < info.outChannels; c++)
      out[atX + Math.floor(c / multiplier)]! += filter[atFilter + c]! * dy[atDy + c]!
  })
  return result
}

const kernel = (
  kernelName: string,
  compute: (arrays: Arrays, inputs: tf.NamedTensorInfoMap, attributes: Attributes) => tf.TensorInfo,
): tf.KernelConfig => ({
  kernelName,
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => compute(arraysOf('wasm', backend), inputs, attrs ?? {}),
})

/**
 * The gradient of a depthwise convolution with respect to its filter [height, width, channels, multiplier].
 */
export const depthwiseBackpropFilter = kernel('DepthwiseConv2dNativeBackpropFilter', filterGradient)

/** The gradient of a depthwise convolution with respect to its input. */
export const depthwiseBackpropInput = kernel('DepthwiseConv2dNativeBackpropInput', inputGradient)
