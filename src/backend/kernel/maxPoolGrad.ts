import * as tf from '@tensorflow/tfjs-core'
import { arraysOf } from './arrays.ts'

type Attributes = Readonly<Record<string, unknown>>

/** Adds each gradient to the first of the largest numbers in its window. */
const scatter = (
  info: tf.backend_util.Conv2DInfo,
  x: Float32Array,
  y: Float32Array,
  dy: Float32Array,
  dx: Float32Array,
): void => {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, inChannels, filterHeight, filterWidth } = info
  const { strideHeight, strideWidth, padInfo } = info
  for (let b = 0; b < batchSize; b++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++) {
        const out = ((b * outHeight + oy) * outWidth + ox) * inChannels
        const firstY = oy * strideHeight - padInfo.top
        const firstX = ox * strideWidth - padInfo.left
        const [fromY, toY] = [Math.max(0, firstY), Math.min(inHeight, firstY + filterHeight)]
        const [fromX, toX] = [Math.max(0, firstX), Math.min(inWidth, firstX + filterWidth)]
        for (let c = 0; c < inChannels; c++) {
          const largest = y[out + c]!
          let winner = -1
          for (let iy = fromY; iy < toY && winner < 0; iy++)
            for (let ix = fromX; ix < toX && winner < 0; ix++) {
              const at = ((b * inHeight + iy) * inWidth + ix) * inChannels + c
              if (x[at] === largest) winner = at
            }
          if (winner >= 0) dx[winner]! += dy[out + c]!
        }
      }
}

/**
 * The gradient of max pooling in one pass.
 *
 * The backend's own kernel makes three tensors as large as the input.
 */
export const maxPoolGrad: tf.KernelConfig = {
  kernelName: 'MaxPoolGrad',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const arrays = arraysOf('wasm', backend)
    const { filterSize, strides, pad, dimRoundingMode } = (attrs ?? {}) as Attributes
    const { input, output, dy } = inputs
    // tfjs passes attributes untyped; these are the attributes of the forward kernel.
    const info = tf.backend_util.computePool2DInfo(
      input!.shape as [number, number, number, number],
      filterSize as number,
      strides as number,
      1,
      pad as 'same',
      dimRoundingMode as 'floor' | undefined,
    )
    const result = arrays.make(input!.shape)
    const dx = arrays.view(result).fill(0)
    scatter(info, arrays.view(input!), arrays.view(output!), arrays.view(dy!), dx)
    return result
  },
}
