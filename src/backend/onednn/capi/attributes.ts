import type { Library } from './library.ts'
import { bindAppend, type PostOperation } from './postOperation.ts'

/** Calls `use` with the address of attributes that hold the post-operations; 0 if there are none. */
export type WithAttributes = <A>(post: readonly PostOperation[], use: (attributes: number) => A) => A

export const bindAttributes = (library: Library): WithAttributes => {
  const { bind, check, create } = library
  const attributesCreate = bind('dnnl_primitive_attr_create', ['void *'])
  const attributesDestroy = bind('dnnl_primitive_attr_destroy', ['uintptr_t'])
  const setPostOperations = bind('dnnl_primitive_attr_set_post_ops', ['uintptr_t', 'uintptr_t'])
  const listCreate = bind('dnnl_post_ops_create', ['void *'])
  const listDestroy = bind('dnnl_post_ops_destroy', ['uintptr_t'])
  const append = bindAppend(library)
  return (post, use) => {
    if (post.length === 0) return use(0)
    const list = create('create post-operations', listCreate)
    const attributes = create('create attributes', attributesCreate)
    try {
      for (const operation of post) append(list, operation)
      check('set post-operations', setPostOperations(attributes, list))
      return use(attributes)
    } finally {
      listDestroy(list)
      attributesDestroy(attributes)
    }
  }
}
