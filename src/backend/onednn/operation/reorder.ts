import type { OneDnnBackend } from '../backend.ts'
import { argument } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import { createOperation, type Operation } from './operation.ts'

/** A copy from one layout or type to another: source, then destination. */
export const createReorder = (backend: OneDnnBackend, name: string, from: Descriptor, to: Descriptor): Operation => {
  const { primitives } = backend.library
  return createOperation(primitives, name, primitives.reorder(name, from, to), [
    { argument: argument.source, descriptor: from },
    { argument: argument.destination, descriptor: to },
  ])
}
