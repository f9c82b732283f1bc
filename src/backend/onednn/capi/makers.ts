import { bindAttributes } from './attributes.ts'
import type { Library, Major } from './library.ts'
import type { PostOperation } from './postOperation.ts'

/** The signature of a C function that describes an operation. */
export interface Signature {
  /** The part of the function's name between `dnnl_` and the ending of the version. */
  readonly name: string
  /** Size of the struct that describes the operation in version 2, in bytes, from the header of 2.6. */
  readonly bytes: number
  /** The C types of the values that describe the operation. */
  readonly parameters: readonly string[]
}

/** Makers of primitive descriptors. The caller destroys what they make. */
export interface Makers {
  readonly major: Major
  readonly forward: (
    signature: Signature,
  ) => (operation: string, values: readonly unknown[], post: readonly PostOperation[]) => number
  /** For gradients: `forward` is the primitive descriptor of the forward operation. */
  readonly backward: (
    signature: Signature,
  ) => (operation: string, values: readonly unknown[], forward: number) => number
}

type Make = (
  signature: Signature,
  hintTypes: readonly string[],
) => (operation: string, values: readonly unknown[], hint: readonly number[], attributes: number) => number

/**
 * How each version makes a primitive descriptor.
 *
 * Version 2 fills a struct (opaque here) and makes the descriptor from it. Version 3 needs one call.
 */
const versions: Readonly<Record<Major, (library: Library) => Make>> = {
  2: ({ bind, check, create, engine }) => {
    const fromStruct = bind('dnnl_primitive_desc_create', ['void *', 'void *', 'uintptr_t', 'uintptr_t', 'uintptr_t'])
    return ({ name, bytes, parameters }) => {
      const init = bind(`dnnl_${name}_desc_init`, ['void *', ...parameters])
      return (operation, values, [hint = 0], attributes) => {
        const struct = new Uint8Array(bytes)
        check(operation, init(struct, ...values))
        return create(operation, (out) => fromStruct(out, struct, attributes, engine, hint))
      }
    }
  },
  3:
    ({ bind, create, engine }) =>
    ({ name, parameters }, hintTypes) => {
      const types = ['void *', 'uintptr_t', ...parameters, ...hintTypes, 'uintptr_t']
      const make = bind(`dnnl_${name}_primitive_desc_create`, types)
      return (operation, values, hint, attributes) =>
        create(operation, (out) => make(out, engine, ...values, ...hint, attributes))
    },
}

export const bindMakers = (library: Library): Makers => {
  const make = versions[library.major](library)
  const withAttributes = bindAttributes(library)
  return {
    major: library.major,
    forward: (signature) => {
      const makeForward = make(signature, [])
      return (operation, values, post) =>
        withAttributes(post, (attributes) => makeForward(operation, values, [], attributes))
    },
    backward: (signature) => {
      const makeBackward = make(signature, ['uintptr_t'])
      return (operation, values, forward) => makeBackward(operation, values, [forward], 0)
    },
  }
}
