import { type DataType, dataType } from './constants.ts'
import { dims64 } from './dims64.ts'
import type { Library } from './library.ts'

/** A tensor as oneDNN sees it. */
export interface Layout {
  readonly dims: readonly number[]
  readonly type: DataType
  /** In elements. `any`: the primitive chooses. `blocked`: an image [n, c, h, w] in blocks of 16 channels. */
  readonly strides: readonly number[] | 'any' | 'blocked'
}

/** A memory descriptor: a struct by value in version 2, an address in version 3. */
export type Descriptor = Uint8Array | number

const versions = {
  2: { init: 'dnnl_memory_desc_init_by', tags: { any: 1, blocked: 69 } },
  3: { init: 'dnnl_memory_desc_create_with', tags: { any: 1, blocked: 78 } },
}

/**
 * Binds memory descriptors.
 *
 * Version 2 fills a struct of the caller. Version 3 allocates a descriptor that the caller destroys.
 */
export const bindDescriptors = ({ major, bind, check, create }: Library) => {
  const { init, tags } = versions[major]
  const initByStrides = bind(`${init}_strides`, ['void *', 'int', 'void *', 'int', 'void *'])
  const initByTag = bind(`${init}_tag`, ['void *', 'int', 'void *', 'int', 'int'])
  const destroy = major === 3 ? bind('dnnl_memory_desc_destroy', ['uintptr_t']) : undefined
  const chosen = bind('dnnl_primitive_desc_query_md', ['uintptr_t', 'int', 'int'], 'uintptr_t')
  const bytes = bind('dnnl_memory_desc_get_size', ['void *'], 'size_t')
  const equal = bind('dnnl_memory_desc_equal', ['void *', 'void *'])
  const fill = (out: Uint8Array | BigUint64Array, { dims, type, strides }: Layout): number =>
    typeof strides === 'string'
      ? initByTag(out, dims.length, dims64(dims), dataType[type], tags[strides])
      : initByStrides(out, dims.length, dims64(dims), dataType[type], dims64(strides))
  return {
    describe: (layout: Layout): Descriptor => {
      const operation = `describe [${layout.dims.join(', ')}] of ${layout.type}`
      if (major === 3) return create(operation, (out) => fill(out, layout))
      const struct = new Uint8Array(696)
      check(operation, fill(struct, layout))
      return struct
    },
    /** Destroys a descriptor of version 3. A struct of version 2 needs nothing. */
    forget: (descriptor: Descriptor | null): void => {
      if (typeof descriptor === 'number') destroy?.(descriptor)
    },
    /**
     * The memory descriptor that a primitive descriptor chose. It lives as long as the primitive descriptor.
     */
    chosen: (primitiveDescriptor: number, what: number): number => chosen(primitiveDescriptor, what, 0),
    bytes: (descriptor: Descriptor): number => Number(bytes(descriptor)),
    equal: (a: Descriptor, b: Descriptor): boolean => equal(a, b) !== 0,
  }
}
