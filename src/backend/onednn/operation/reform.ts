import { type Form, imageIn } from '../shape/form.ts'
import type { Extents } from '../shape/layout.ts'
import type { Operation } from './operation.ts'
import type { OperationSource } from './operationSource.ts'
import { createReorder } from './reorder.ts'

/** Brings an image from one form into another. Arguments: source, destination. */
export const reform = ({ primitives, operation }: OperationSource, extents: Extents, from: Form, to: Form): Operation =>
  operation(`reform${from}${to}|${extents}`, () => {
    const name = `bring [${extents.join(', ')}] from ${from} into ${to}`
    const source = primitives.describe(imageIn(extents, from))
    const destination = primitives.describe(imageIn(extents, to))
    const built = createReorder(primitives, name, source, destination)
    primitives.forget(source)
    primitives.forget(destination)
    return built
  })
