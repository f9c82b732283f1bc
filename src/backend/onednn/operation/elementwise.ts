import type { OneDnnBackend } from '../backend.ts'
import { argument } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { EltwiseAlgorithm } from '../capi/eltwiseAlgorithm.ts'
import { type Form, typeOf } from '../shape/form.ts'
import { createOperation, type Operation } from './operation.ts'

/** So many elements in a row: functions of single numbers do not ask how an image lies. */
export const describeVector = (backend: OneDnnBackend, size: number, form: Form = 'float32'): Descriptor =>
  backend.library.primitives.describe({ dims: [size], type: typeOf(form), strides: [1] })

/** A function of each element: source, then destination, which may be the source. */
export const elementwise = (
  backend: OneDnnBackend,
  algorithm: EltwiseAlgorithm,
  size: number,
  alpha: number,
  form: Form,
): Operation =>
  backend.operation(`e${algorithm}${typeOf(form)}${alpha}|${size}`, () => {
    const { primitives } = backend.library
    const data = describeVector(backend, size, form)
    const name = `apply ${algorithm} to ${size} elements`
    const operation = createOperation(primitives, name, primitives.eltwiseForward(name, algorithm, data, alpha, 0), [
      { argument: argument.source, descriptor: data },
      { argument: argument.destination, descriptor: data },
    ])
    primitives.forget(data)
    return operation
  })

/** The gradient of a function by its input; of a rectifier by anything that has the input's sign. The input, dy, then dx, which may be dy. */
export const elementwiseGradient = (
  backend: OneDnnBackend,
  algorithm: EltwiseAlgorithm,
  size: number,
  alpha: number,
  form: Form,
): Operation =>
  backend.operation(`eBackward${algorithm}${typeOf(form)}${alpha}|${size}`, () => {
    const { primitives } = backend.library
    const data = describeVector(backend, size, form)
    const name = `differentiate ${algorithm} at ${size} elements`
    const hint = primitives.eltwiseForward(name, algorithm, data, alpha, 0)
    const descriptor = primitives.eltwiseBackward(name, algorithm, data, alpha, 0, hint)
    primitives.descriptorDestroy(hint)
    const operation = createOperation(primitives, name, descriptor, [
      { argument: argument.source, descriptor: data },
      { argument: argument.gradientOfDestination, descriptor: data },
      { argument: argument.gradientOfSource, descriptor: data },
    ])
    primitives.forget(data)
    return operation
  })
