import type { Descriptor, Layout } from '../capi/descriptor.ts'
import { OneDnnFailure } from '../capi/oneDnnFailure.ts'
import type { Primitives } from '../primitive/bindPrimitives.ts'
import type { ConvolutionShape } from '../primitive/convolution.ts'
import { anyLayout } from '../shape/layout.ts'
import { type ConvolutionRequest, nameOf } from './convolutionRequest.ts'
import { filterLayout } from './geometry.ts'

/**
 * The primitive descriptor of a convolution. The caller owns it.
 *
 * - Takes the direct algorithm if the request wants Winograd's and oneDNN lacks it for the shape.
 */
export const describeConvolution = (
  primitives: Primitives,
  request: ConvolutionRequest,
  shape: ConvolutionShape,
  describe: (layout: Layout) => Descriptor,
): number => {
  const { kind, info, depthwise, post } = request
  const name = nameOf(request)
  const describeBy = (algorithm: ConvolutionShape['algorithm']): number => {
    const chosen = { ...shape, algorithm }
    // For inference, Winograd's algorithm wants weights in a private layout that no reorder produces.
    const propagation = kind === 'forward' && algorithm === 'direct' ? 'inference' : 'training'
    const forward = primitives.convolutionForward(name, propagation, chosen, post)
    if (kind === 'forward') return forward
    try {
      if (kind === 'backwardData') return primitives.convolutionBackwardData(name, chosen, forward)
      // The gradient of the weights is summed and stored in float32, whatever the form of the images.
      const weights = describe(anyLayout(filterLayout(info, depthwise).dims))
      return primitives.convolutionBackwardWeights(name, { ...chosen, weights }, forward)
    } finally {
      primitives.descriptorDestroy(forward)
    }
  }
  if (!request.winograd) return describeBy('direct')
  try {
    return describeBy('winograd')
  } catch (error) {
    if (error instanceof OneDnnFailure && error.status === 3) return describeBy('direct')
    throw error
  }
}
