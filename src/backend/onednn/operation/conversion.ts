import type { Operation } from './operation.ts'
import type { OperationSource } from './operationSource.ts'
import { createReorder } from './reorder.ts'

type FloatType = 'float32' | 'bfloat16'

/** Converts `size` elements from one type to another. Arguments: source, destination. */
export const conversion = (
  { primitives, operation }: OperationSource,
  size: number,
  from: FloatType,
  to: FloatType,
): Operation =>
  operation(`convert${from}${to}|${size}`, () => {
    const name = `convert ${size} elements from ${from} to ${to}`
    const source = primitives.describe({ dims: [size], type: from, strides: [1] })
    const destination = primitives.describe({ dims: [size], type: to, strides: [1] })
    const built = createReorder(primitives, name, source, destination)
    primitives.forget(source)
    primitives.forget(destination)
    return built
  })
