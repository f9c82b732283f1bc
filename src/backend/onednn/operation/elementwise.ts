import { argument } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { EltwiseAlgorithm } from '../capi/eltwiseAlgorithm.ts'
import type { Primitives } from '../primitive/bindPrimitives.ts'
import { type Form, typeOf } from '../shape/form.ts'
import { createOperation, type Operation } from './operation.ts'
import type { OperationSource } from './operationSource.ts'

/** A vector of `size` elements. A function of single numbers does not depend on how an image lies. */
export const describeVector = (primitives: Primitives, size: number, form: Form): Descriptor =>
  primitives.describe({ dims: [size], type: typeOf(form), strides: [1] })

/** Applies a function to each element. Arguments: source, destination (which may be the source). */
export const elementwise = (
  { primitives, operation }: OperationSource,
  algorithm: EltwiseAlgorithm,
  size: number,
  alpha: number,
  form: Form,
): Operation =>
  operation(`e${algorithm}${typeOf(form)}${alpha}|${size}`, () => {
    const data = describeVector(primitives, size, form)
    const name = `apply ${algorithm} to ${size} elements`
    const built = createOperation(primitives, name, primitives.eltwiseForward(name, algorithm, data, alpha, 0), [
      { argument: argument.source, descriptor: data },
      { argument: argument.destination, descriptor: data },
    ])
    primitives.forget(data)
    return built
  })

/**
 * The gradient of a function with respect to its input. Arguments: input, dy, dx (which may be dy).
 *
 * - For a rectifier, anything with the sign of the input may stand in for the input.
 */
export const elementwiseGradient = (
  { primitives, operation }: OperationSource,
  algorithm: EltwiseAlgorithm,
  size: number,
  alpha: number,
  form: Form,
): Operation =>
  operation(`eBackward${algorithm}${typeOf(form)}${alpha}|${size}`, () => {
    const data = describeVector(primitives, size, form)
    const name = `differentiate ${algorithm} at ${size} elements`
    const hint = primitives.eltwiseForward(name, algorithm, data, alpha, 0)
    const descriptor = primitives.eltwiseBackward(name, algorithm, data, alpha, 0, hint)
    primitives.descriptorDestroy(hint)
    const built = createOperation(primitives, name, descriptor, [
      { argument: argument.source, descriptor: data },
      { argument: argument.gradientOfDestination, descriptor: data },
      { argument: argument.gradientOfSource, descriptor: data },
    ])
    primitives.forget(data)
    return built
  })
