import type { OneDnnBackend } from '../backend.ts'
import type { Operation } from './operation.ts'
import { createReorder } from './reorder.ts'

type FloatType = 'float32' | 'bfloat16'

/** The copy of so many elements from one type to another: source, then destination. */
export const conversion = (backend: OneDnnBackend, size: number, from: FloatType, to: FloatType): Operation =>
  backend.operation(`convert${from}${to}|${size}`, () => {
    const { primitives } = backend.library
    const name = `convert ${size} elements from ${from} to ${to}`
    const source = primitives.describe({ dims: [size], type: from, strides: [1] })
    const destination = primitives.describe({ dims: [size], type: to, strides: [1] })
    const operation = createReorder(backend, name, source, destination)
    primitives.forget(source)
    primitives.forget(destination)
    return operation
  })
