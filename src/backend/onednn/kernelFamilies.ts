import { affineKernels } from './kernels/affine.ts'
import { batchNormKernels } from './kernels/batchNorm.ts'
import { batchNormTrainingKernels } from './kernels/batchNormTraining.ts'
import { binaryKernels } from './kernels/binary.ts'
import { convolutionKernels } from './kernels/convolution.ts'
import { crossEntropyKernels } from './kernels/crossEntropy.ts'
import type { Kernel } from './kernels/defineKernel.ts'
import { elementwiseKernels } from './kernels/elementwise.ts'
import { layoutKernels } from './kernels/layout.ts'
import { linearKernels } from './kernels/linear.ts'
import { matMulKernels } from './kernels/matMul.ts'
import { poolingKernels } from './kernels/pooling.ts'
import { reductionKernels } from './kernels/reduction.ts'
import { softmaxKernels } from './kernels/softmax.ts'
import { updateKernels } from './kernels/updates.ts'

/** Our kernels by family, one file each. `npm run kernels` writes KERNELS.md from this table. */
export const kernelFamilies: Readonly<Record<string, readonly Kernel[]>> = {
  convolution: convolutionKernels,
  matMul: matMulKernels,
  linear: linearKernels,
  pooling: poolingKernels,
  elementwise: elementwiseKernels,
  binary: binaryKernels,
  reduction: reductionKernels,
  layout: layoutKernels,
  softmax: softmaxKernels,
  affine: affineKernels,
  batchNorm: batchNormKernels,
  batchNormTraining: batchNormTrainingKernels,
  crossEntropy: crossEntropyKernels,
  updates: updateKernels,
}

/** All our kernels. The backend copies the other kernels of tfjs from the CPU backend. */
export const kernels: readonly Kernel[] = Object.values(kernelFamilies).flat()
