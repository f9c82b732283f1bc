import { argument, type BinaryAlgorithm, binaryAlgorithm } from './constants.ts'
import type { Descriptor } from './descriptor.ts'
import { type EltwiseAlgorithm, eltwiseAlgorithm } from './eltwiseAlgorithm.ts'
import type { Call, Library, Major } from './library.ts'

/** A step on a result before the primitive stores it. `sum` adds the old content of the destination. */
export type PostOperation =
  | { readonly eltwise: EltwiseAlgorithm; readonly alpha: number; readonly beta: number }
  | { readonly binary: BinaryAlgorithm; readonly operand: Descriptor }
  | { readonly sum: number }

/**
 * How each version appends to a list.
 *
 * Version 2 also takes a scale for a function. Version 3 takes a shift and a type for a sum.
 */
const versions: Readonly<Record<Major, (library: Library) => { readonly eltwise: Call; readonly sum: Call }>> = {
  2: ({ bind }) => {
    const eltwise = bind('dnnl_post_ops_append_eltwise', ['uintptr_t', 'float', 'int', 'float', 'float'])
    return {
      eltwise: (list, ...activation) => eltwise(list, 1, ...activation),
      sum: bind('dnnl_post_ops_append_sum', ['uintptr_t', 'float']),
    }
  },
  3: ({ bind }) => {
    const sum = bind('dnnl_post_ops_append_sum', ['uintptr_t', 'float', 'int', 'int'])
    return {
      eltwise: bind('dnnl_post_ops_append_eltwise', ['uintptr_t', 'int', 'float', 'float']),
      sum: (list, scale) => sum(list, scale, 0, 0),
    }
  },
}

/** Binds a function that appends a post-operation to the list at an address. */
export const bindAppend = (library: Library): ((list: number, operation: PostOperation) => void) => {
  const { major, bind, check } = library
  const { eltwise, sum } = versions[major](library)
  const binary = bind('dnnl_post_ops_append_binary', ['uintptr_t', 'int', 'void *'])
  const append = (list: number, operation: PostOperation): number => {
    if ('sum' in operation) return sum(list, operation.sum)
    if ('binary' in operation) return binary(list, binaryAlgorithm[operation.binary], operation.operand)
    return eltwise(list, eltwiseAlgorithm[major][operation.eltwise], operation.alpha, operation.beta)
  }
  return (list, operation) => check('append a post-operation', append(list, operation))
}

const firstOperand = { 2: 16384, 3: 32768 }

/** The argument index for the operand of the post-operation at a position. */
export const postOperand = (major: Major, position: number): number =>
  (firstOperand[major] * (position + 1)) | argument.source1
