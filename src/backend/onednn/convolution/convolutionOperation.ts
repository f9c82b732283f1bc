import { argument, query } from '../capi/constants.ts'
import type { Descriptor, Layout } from '../capi/descriptor.ts'
import { OneDnnFailure } from '../capi/oneDnnFailure.ts'
import { createOperation, type Operation, type Slot } from '../operation/operation.ts'
import { createReorder } from '../operation/reorder.ts'
import type { Primitives } from '../primitive/bindPrimitives.ts'
import type { ConvolutionShape } from '../primitive/convolution.ts'
import { imageIn, typeOf } from '../shape/form.ts'
import { anyLayout } from '../shape/layout.ts'
import { type ConvolutionRequest, nameOf } from './convolutionRequest.ts'
import { filterLayout, windowOf } from './geometry.ts'

/** A convolution for one shape, with a reorder between the filter layouts of tfjs and of the primitive. */
export interface ConvolutionOperation {
  used: number
  readonly primitive: Operation
  /** Undefined if the primitive takes the layout of tfjs. */
  readonly reorder: Operation | undefined
  /** Size of the filter in the layout of the primitive, in bytes. */
  readonly weightBytes: number
  readonly destroy: () => void
}

/**
 * Builds a convolution.
 *
 * Source and destination lie in the form of the request. The order of tfjs is as fast as the layout that
 * oneDNN would choose, on every shape measured. The weights take the layout that the primitive chooses.
 *
 * - Runs directly if the request wants Winograd's algorithm and oneDNN lacks it for the shape.
 */
export const createConvolution = (primitives: Primitives, request: ConvolutionRequest): ConvolutionOperation => {
  const { kind, info, depthwise, bias, post } = request
  const type = typeOf(request.form)
  const name = nameOf(request)
  const channelsLast = info.dataFormat === 'channelsLast'
  const descriptors: Descriptor[] = []
  const describe = (layout: Layout): Descriptor => {
    const descriptor = primitives.describe(layout)
    descriptors.push(descriptor)
    return descriptor
  }
  const filter = filterLayout(info, depthwise)
  const filterDescriptor = describe(filter)
  const extents = (n: number, h: number, w: number, c: number): Layout =>
    imageIn([n, h, w, c], request.form, channelsLast)
  const source = describe(extents(info.batchSize, info.inHeight, info.inWidth, info.inChannels))
  const destination = describe(extents(info.batchSize, info.outHeight, info.outWidth, info.outChannels))
  const biasDescriptor = bias ? describe({ dims: [info.outChannels], type: 'float32', strides: [1] }) : null
  const shape: ConvolutionShape = {
    ...windowOf(info),
    algorithm: 'direct',
    source,
    weights: describe(anyLayout(filter.dims, type)),
    bias: biasDescriptor,
    destination,
  }
  const describePrimitive = (algorithm: ConvolutionShape['algorithm']): number => {
    const chosen = { ...shape, algorithm }
    // For inference, Winograd's algorithm wants weights in a private layout that no reorder produces.
    const propagation = kind === 'forward' && algorithm === 'direct' ? 'inference' : 'training'
    const forward = primitives.convolutionForward(name, propagation, chosen, post)
    if (kind === 'forward') return forward
    try {
      return kind === 'backwardData'
        ? primitives.convolutionBackwardData(name, chosen, forward)
        : // The gradient of the weights is summed and stored in float32, whatever the form of the images.
          primitives.convolutionBackwardWeights(name, { ...chosen, weights: describe(anyLayout(filter.dims)) }, forward)
    } finally {
      primitives.descriptorDestroy(forward)
    }
  }
  const describeBest = (): number => {
    if (!request.winograd) return describePrimitive('direct')
    try {
      return describePrimitive('winograd')
    } catch (error) {
      if (error instanceof OneDnnFailure && error.status === 3) return describePrimitive('direct')
      throw error
    }
  }
  try {
    const descriptor = describeBest()
    const weights = primitives.chosen(descriptor, kind === 'backwardWeights' ? query.gradientOfWeights : query.weights)
    const slots: readonly Slot[] =
      kind === 'forward'
        ? [
            { argument: argument.source, descriptor: source },
            { argument: argument.weights, descriptor: weights },
            { argument: argument.destination, descriptor: destination },
            ...(biasDescriptor === null ? [] : [{ argument: argument.bias, descriptor: biasDescriptor }]),
          ]
        : kind === 'backwardData'
          ? [
              { argument: argument.gradientOfDestination, descriptor: destination },
              { argument: argument.weights, descriptor: weights },
              { argument: argument.gradientOfSource, descriptor: source },
            ]
          : [
              { argument: argument.source, descriptor: source },
              { argument: argument.gradientOfDestination, descriptor: destination },
              { argument: argument.gradientOfWeights, descriptor: weights },
            ]
    const primitive = createOperation(primitives, name, descriptor, slots)
    const reordering = `reorder a filter of [${info.filterShape.join(', ')}]`
    const reorder = primitives.equal(weights, filterDescriptor)
      ? undefined
      : kind === 'backwardWeights'
        ? createReorder(primitives, reordering, weights, filterDescriptor)
        : createReorder(primitives, reordering, filterDescriptor, weights)
    return {
      used: 0,
      primitive,
      reorder,
      weightBytes: primitives.bytes(weights),
      destroy: () => {
        reorder?.destroy()
        primitive.destroy()
      },
    }
  } finally {
    for (const descriptor of descriptors) primitives.forget(descriptor)
  }
}
