import type { Descriptor } from '../capi/descriptor.ts'
import type { Makers } from '../capi/makers.ts'
import { pointers } from '../capi/pointers.ts'
import type { PostOperation } from '../capi/postOperation.ts'

/** Binds products of matrices. Both versions are the same. */
export const bindMatMul = ({ forward }: Makers) => {
  const make = forward({ name: 'matmul', bytes: 2800, parameters: pointers(4) })
  return {
    matMul: (
      operation: string,
      source: Descriptor,
      weights: Descriptor,
      bias: Descriptor | null,
      destination: Descriptor,
      post: readonly PostOperation[] = [],
    ): number => make(operation, [source, weights, bias, destination], post),
  }
}
