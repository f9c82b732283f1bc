import type { OneDnnBackend } from '../backend.ts'
import type { Extents } from '../memory/tensorData.ts'
import { type Form, imageIn } from '../shape/form.ts'
import type { Operation } from './operation.ts'
import { createReorder } from './reorder.ts'

/** Brings an image from one form into another: source, then destination. */
export const reform = (backend: OneDnnBackend, extents: Extents, from: Form, to: Form): Operation =>
  backend.operation(`reform${from}${to}|${extents}`, () => {
    const { primitives } = backend.library
    const descriptors = [from, to].map((form) => primitives.describe(imageIn(extents, form)))
    const operation = createReorder(
      backend,
      `bring [${extents.join(', ')}] from ${from} into ${to}`,
      descriptors[0]!,
      descriptors[1]!,
    )
    for (const descriptor of descriptors) primitives.forget(descriptor)
    return operation
  })
