import type { Descriptor, Layout } from '../capi/descriptor.ts'
import type { ConvolutionShape } from '../primitive/convolution.ts'
import { imageIn, typeOf } from '../shape/form.ts'
import { anyLayout } from '../shape/layout.ts'
import type { ConvolutionRequest } from './convolutionRequest.ts'
import { filterLayout, windowOf } from './geometry.ts'

/** A direct convolution as oneDNN sees it. The primitive chooses the layout of the weights. */
export const convolutionShape = (
  { info, depthwise, bias, form }: ConvolutionRequest,
  describe: (layout: Layout) => Descriptor,
): ConvolutionShape => {
  const channelsLast = info.dataFormat === 'channelsLast'
  const image = (n: number, h: number, w: number, c: number): Layout => imageIn([n, h, w, c], form, channelsLast)
  return {
    ...windowOf(info),
    algorithm: 'direct',
    source: describe(image(info.batchSize, info.inHeight, info.inWidth, info.inChannels)),
    destination: describe(image(info.batchSize, info.outHeight, info.outWidth, info.outChannels)),
    bias: bias ? describe({ dims: [info.outChannels], type: 'float32', strides: [1] }) : null,
    weights: describe(anyLayout(filterLayout(info, depthwise).dims, typeOf(form))),
  }
}
