import type { Library } from './library.ts'

/** Binds the life of primitives and of the memory objects for their arguments. Both versions are the same. */
export const bindExecution = ({ bind }: Library) => ({
  primitiveCreate: bind('dnnl_primitive_create', ['void *', 'uintptr_t']),
  primitiveDestroy: bind('dnnl_primitive_destroy', ['uintptr_t']),
  /** Destroys a primitive descriptor. */
  descriptorDestroy: bind('dnnl_primitive_desc_destroy', ['uintptr_t']),
  memoryCreate: bind('dnnl_memory_create', ['void *', 'void *', 'uintptr_t', 'uintptr_t']),
  memoryDestroy: bind('dnnl_memory_destroy', ['uintptr_t']),
  setHandle: bind('dnnl_memory_set_data_handle', ['uintptr_t', 'uintptr_t']),
  execute: bind('dnnl_primitive_execute', ['uintptr_t', 'uintptr_t', 'int', 'uintptr_t']),
})
