import type { Descriptor } from '../capi/descriptor.ts'
import type { Library } from '../capi/library.ts'

/**
 * Binds copies from one layout or type to another. In both versions one call makes the primitive descriptor.
 */
export const bindReorder = ({ bind, create, engine }: Library) => {
  const ends = ['void *', 'uintptr_t', 'void *', 'uintptr_t']
  const make = bind('dnnl_reorder_primitive_desc_create', ['void *', ...ends, 'uintptr_t'])
  return {
    reorder: (operation: string, from: Descriptor, to: Descriptor): number =>
      create(operation, (out) => make(out, from, engine, to, engine, 0)),
  }
}
