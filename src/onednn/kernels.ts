import type { Kernel } from './kernel.ts'
import { batchNormTrainingKernels } from './kernels/batchNormTraining.ts'
import { convolutionKernels } from './kernels/convolution.ts'
import { crossEntropyKernels } from './kernels/crossEntropy.ts'
import { matMulKernels } from './kernels/matMul.ts'
import { poolingKernels } from './kernels/pooling.ts'
import { updateKernels } from './kernels/updates.ts'

/** Every kernel of ours; all others of tfjs are copied from the CPU backend. */
export const kernels: readonly Kernel[] = [
  ...convolutionKernels,
  ...matMulKernels,
  ...poolingKernels,
  ...batchNormTrainingKernels,
  ...crossEntropyKernels,
  ...updateKernels,
]
