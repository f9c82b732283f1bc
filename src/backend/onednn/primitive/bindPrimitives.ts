import { bindDescriptors } from '../capi/descriptor.ts'
import { bindExecution } from '../capi/execution.ts'
import { bindLibrary, type Loaded, type Major } from '../capi/library.ts'
import { bindMakers } from '../capi/makers.ts'
import { postOperand } from '../capi/postOperation.ts'
import { bindBinary } from './binary.ts'
import { bindConvolution } from './convolution.ts'
import { bindEltwise } from './eltwise.ts'
import { bindMatMul } from './matMul.ts'
import { bindNormalization } from './normalization.ts'
import { bindPooling } from './pooling.ts'
import { bindReduction } from './reduction.ts'
import { bindReorder } from './reorder.ts'
import { bindSoftmax } from './softmax.ts'

/**
 * Binds the functions of the loaded oneDNN behind one interface for versions 2 and 3.
 *
 * Only the folders `primitive/` and `capi/` know the versions apart. Each file says what differs.
 *
 * - A function with the name of an operation returns the address of a primitive descriptor. The caller
 *   destroys it.
 * - The first argument of every function here names the operation in a failure.
 */
export const bindPrimitives = (loaded: Loaded, major: Major) => {
  const library = bindLibrary(loaded, major)
  const makers = bindMakers(library)
  const { engine, stream, create } = library
  return {
    engine,
    stream,
    create,
    postOperand: (position: number): number => postOperand(major, position),
    ...bindDescriptors(library),
    ...bindConvolution(makers),
    ...bindPooling(makers),
    ...bindNormalization(makers),
    ...bindEltwise(makers),
    ...bindSoftmax(makers),
    ...bindMatMul(makers),
    ...bindReduction(makers),
    ...bindBinary(makers),
    ...bindReorder(library),
    ...bindExecution(library),
  }
}

/** oneDNN as the rest of the backend sees it. */
export type Primitives = ReturnType<typeof bindPrimitives>
