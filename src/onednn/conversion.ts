import type { OneDnnBackend } from './backend.ts'
import { argument } from './constants.ts'
import { createOperation, type Operation } from './operation.ts'

type FloatType = 'float32' | 'bfloat16'

/** The copy of so many elements from one type to another: source, then destination. */
export const conversion = (backend: OneDnnBackend, size: number, from: FloatType, to: FloatType): Operation =>
  backend.operation(`convert${from}${to}|${size}`, () => {
    const { primitives } = backend.library
    const name = `convert ${size} elements from ${from} to ${to}`
    const source = primitives.describe({ dims: [size], type: from, strides: [1] })
    const destination = primitives.describe({ dims: [size], type: to, strides: [1] })
    const operation = createOperation(primitives, name, primitives.reorder(name, source, destination), [
      { argument: argument.source, descriptor: source },
      { argument: argument.destination, descriptor: destination },
    ])
    primitives.forget(source)
    primitives.forget(destination)
    return operation
  })
