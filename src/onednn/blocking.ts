import type { OneDnnBackend } from './backend.ts'
import { createReorder } from './convolutionOperation.ts'
import { blockedImage, image } from './layout.ts'
import type { Operation } from './operation.ts'
import type { Layout } from './primitives.ts'
import type { Extents } from './tensorData.ts'

const reorderBetween = (backend: OneDnnBackend, key: string, from: Layout, to: Layout): Operation =>
  backend.operation(key, () => {
    const { primitives } = backend.library
    const descriptors = [primitives.describe(from), primitives.describe(to)] as const
    const operation = createReorder(backend, ...descriptors)
    for (const descriptor of descriptors) primitives.forget(descriptor)
    return operation
  })

/** Brings an image from tfjs's order into blocks of 16 channels. */
export const blockOperation = (backend: OneDnnBackend, extents: Extents): Operation =>
  reorderBetween(backend, `block|${extents}`, image(extents, true), blockedImage(extents))

/** Brings an image in blocks of 16 channels back into tfjs's order. */
export const unblockOperation = (backend: OneDnnBackend, extents: Extents): Operation =>
  reorderBetween(backend, `unblock|${extents}`, blockedImage(extents), image(extents, true))
