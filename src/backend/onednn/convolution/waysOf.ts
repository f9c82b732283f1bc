import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { isBlocked } from '../shape/form.ts'
import type { ConvolutionRequest } from './convolutionRequest.ts'

/** From this many multiplications on, Winograd's algorithm is worth the reorders into and out of blocks. */
const worthWinograd = 2 ** 24

/** The form and the algorithm for a convolution of these images. */
export const waysOf = (
  backend: OneDnnBackend,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
  images: readonly TensorInfo[],
): Pick<ConvolutionRequest, 'form' | 'winograd'> => {
  const { precision } = backend.library
  const { inChannels, outChannels, strideHeight, strideWidth, dilationHeight, dilationWidth } = info
  const blockable = !depthwise && info.dataFormat === 'channelsLast' && inChannels % 16 === 0 && outChannels % 16 === 0
  if (!blockable) return { form: precision, winograd: false }
  // Without tiles, convolutions are as fast in either order. Batch norm is more than twice as fast in blocks.
  if (precision === 'bfloat16')
    return { form: backend.library.matrixTiles ? 'bfloat16' : 'blockedBfloat16', winograd: false }
  if (!backend.library.winograd) return { form: 'float32', winograd: false }
  const plain3x3 =
    info.filterHeight === 3 &&
    info.filterWidth === 3 &&
    strideHeight * strideWidth * dilationHeight * dilationWidth === 1
  const multiplications = info.batchSize * info.outHeight * info.outWidth * inChannels * outChannels * 9
  const winograd = plain3x3 && multiplications >= worthWinograd
  const blocked = winograd || images.some((image) => backend.formOf(image) === 'blocked')
  return { form: blocked ? 'blocked' : 'float32', winograd }
}

/** The form for a depthwise convolution, which leaves an image in blocks if it finds it in blocks. */
export const depthwiseWaysOf = (
  backend: OneDnnBackend,
  info: backend_util.Conv2DInfo,
  x: TensorInfo,
): Pick<ConvolutionRequest, 'form' | 'winograd'> => {
  const form = backend.formOf(x)
  const stays = isBlocked(form) && info.dataFormat === 'channelsLast' && info.outChannels === info.inChannels
  return { form: stays ? form : backend.library.precision, winograd: false }
}
