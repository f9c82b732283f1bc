import type { Kernel } from './kernel.ts'
import { batchNormKernels } from './kernels/batchNorm.ts'
import { batchNormTrainingKernels } from './kernels/batchNormTraining.ts'
import { binaryKernels } from './kernels/binary.ts'
import { convolutionKernels } from './kernels/convolution.ts'
import { crossEntropyKernels } from './kernels/crossEntropy.ts'
import { elementwiseKernels } from './kernels/elementwise.ts'
import { layoutKernels } from './kernels/layout.ts'
import { matMulKernels } from './kernels/matMul.ts'
import { poolingKernels } from './kernels/pooling.ts'
import { reductionKernels } from './kernels/reduction.ts'
import { softmaxKernels } from './kernels/softmax.ts'
import { updateKernels } from './kernels/updates.ts'

/** Every kernel of ours; all others of tfjs are copied from the CPU backend. */
export const kernels: readonly Kernel[] = [
  ...convolutionKernels,
  ...matMulKernels,
  ...poolingKernels,
  ...elementwiseKernels,
  ...binaryKernels,
  ...reductionKernels,
  ...layoutKernels,
  ...softmaxKernels,
  ...batchNormKernels,
  ...batchNormTrainingKernels,
  ...crossEntropyKernels,
  ...updateKernels,
]
