import { type BinaryAlgorithm, binaryAlgorithm } from '../constants.ts'
import type { Descriptor } from './descriptor.ts'
import type { Makers } from './makers.ts'
import { pointers } from './pointers.ts'
import type { PostOperation } from './postOperation.ts'

/** Functions of two numbers, alike in both versions. */
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
