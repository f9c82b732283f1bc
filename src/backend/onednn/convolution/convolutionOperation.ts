import { argument, query } from '../capi/constants.ts'
import type { Descriptor, Layout } from '../capi/descriptor.ts'
import { createOperation, type Operation, type Slot } from '../operation/operation.ts'
import { createReorder } from '../operation/reorder.ts'
import type { Primitives } from '../primitive/bindPrimitives.ts'
import type { ConvolutionShape } from '../primitive/convolution.ts'
import { type ConvolutionKind, type ConvolutionRequest, nameOf } from './convolutionRequest.ts'
import { convolutionShape } from './convolutionShape.ts'
import { describeConvolution } from './describeConvolution.ts'
import { filterLayout } from './geometry.ts'

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

/** The arguments of the primitive, in the order in which callers pass their addresses. */
const slotsOf = (
  kind: ConvolutionKind,
  { source, destination, bias }: ConvolutionShape,
  weights: Descriptor,
): readonly Slot[] => {
  switch (kind) {
    case 'forward':
      return [
        { argument: argument.source, descriptor: source },
        { argument: argument.weights, descriptor: weights },
        { argument: argument.destination, descriptor: destination },
        ...(bias === null ? [] : [{ argument: argument.bias, descriptor: bias }]),
      ]
    case 'backwardData':
      return [
        { argument: argument.gradientOfDestination, descriptor: destination },
        { argument: argument.weights, descriptor: weights },
        { argument: argument.gradientOfSource, descriptor: source },
      ]
    case 'backwardWeights':
      return [
        { argument: argument.source, descriptor: source },
        { argument: argument.gradientOfDestination, descriptor: destination },
        { argument: argument.gradientOfWeights, descriptor: weights },
      ]
  }
}

/** The reorder between the filter of tfjs and the weights of the primitive; undefined if both are the same. */
const reorderOf = (
  primitives: Primitives,
  { kind, info }: ConvolutionRequest,
  filter: Descriptor,
  weights: Descriptor,
): Operation | undefined => {
  if (primitives.equal(weights, filter)) return undefined
  const name = `reorder a filter of [${info.filterShape.join(', ')}]`
  return kind === 'backwardWeights'
    ? createReorder(primitives, name, weights, filter)
    : createReorder(primitives, name, filter, weights)
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
  const { kind, info, depthwise } = request
  const name = nameOf(request)
  const descriptors: Descriptor[] = []
  const describe = (layout: Layout): Descriptor => {
    const descriptor = primitives.describe(layout)
    descriptors.push(descriptor)
    return descriptor
  }
  const filter = describe(filterLayout(info, depthwise))
  const shape = convolutionShape(request, describe)
  try {
    const descriptor = describeConvolution(primitives, request, shape, describe)
    const weights = primitives.chosen(descriptor, kind === 'backwardWeights' ? query.gradientOfWeights : query.weights)
    const primitive = createOperation(primitives, name, descriptor, slotsOf(kind, shape, weights))
    const reorder = reorderOf(primitives, request, filter, weights)
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
