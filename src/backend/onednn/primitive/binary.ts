import { type BinaryAlgorithm, binaryAlgorithm } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { Makers } from '../capi/makers.ts'
import { pointers } from '../capi/pointers.ts'
import type { PostOperation } from '../capi/postOperation.ts'

/** Binds functions of two numbers. Both versions are the same. */
export const bindBinary = ({ forward }: Makers) => {
  const make = forward({ name: 'binary', bytes: 2096, parameters: ['int', ...pointers(3)] })
  return {
    binary: (
      operation: string,
      algorithm: BinaryAlgorithm,
      first: Descriptor,
      second: Descriptor,
      destination: Descriptor,
      post: readonly PostOperation[] = [],
    ): number => make(operation, [binaryAlgorithm[algorithm], first, second, destination], post),
  }
}
