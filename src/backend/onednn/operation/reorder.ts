import { argument } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { Primitives } from '../primitive/bindPrimitives.ts'
import { createOperation, type Operation } from './operation.ts'

/** Copies from one layout or type to another. Arguments: source, destination. */
export const createReorder = (primitives: Primitives, name: string, from: Descriptor, to: Descriptor): Operation =>
  createOperation(primitives, name, primitives.reorder(name, from, to), [
    { argument: argument.source, descriptor: from },
    { argument: argument.destination, descriptor: to },
  ])
