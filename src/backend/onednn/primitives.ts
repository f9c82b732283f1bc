import { bindBinary } from './primitive/binary.ts'
import { bindConvolution } from './primitive/convolution.ts'
import { bindDescriptors } from './primitive/descriptor.ts'
import { bindEltwise } from './primitive/eltwise.ts'
import { bindExecution } from './primitive/execution.ts'
import { bindLibrary, type Loaded, type Major } from './primitive/library.ts'
import { bindMakers } from './primitive/makers.ts'
import { bindMatMul } from './primitive/matMul.ts'
import { bindNormalization } from './primitive/normalization.ts'
import { bindPooling } from './primitive/pooling.ts'
import { postOperand } from './primitive/postOperation.ts'
import { bindReduction } from './primitive/reduction.ts'
import { bindReorder } from './primitive/reorder.ts'
import { bindSoftmax } from './primitive/softmax.ts'

/**
 * The functions of the loaded oneDNN behind one interface. Only the folder `primitive/` knows versions 2 and 3 apart; each
 * file of it says what differs for its family.
 *
 * What is named after an operation returns the address of a primitive descriptor which the caller destroys; its first
 * argument names the operation in a failure.
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
