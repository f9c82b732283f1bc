import { affineKernels } from './kernels/affine.ts'
import { binaryKernels } from './kernels/binary.ts'
import { convolutionKernels } from './kernels/convolution.ts'
import { crossEntropyKernels } from './kernels/crossEntropy.ts'
import type { Kernel } from './kernels/defineKernel.ts'
import { elementwiseKernels } from './kernels/elementwise.ts'
import { layoutKernels } from './kernels/layout.ts'
import { linearKernels } from './kernels/linear.ts'
import { matMulKernels } from './kernels/matMul.ts'
import { batchNormKernels } from './kernels/normalization/batchNorm.ts'
import { batchNormTrainingKernels } from './kernels/normalization/batchNormTraining.ts'
import { poolingKernels } from './kernels/pooling/pooling.ts'
import { reductionKernels } from './kernels/reduction/reduction.ts'
import { softmaxKernels } from './kernels/softmax.ts'
import { updateKernels } from './kernels/updates/updates.ts'

/**
 * Our kernels by family. A key is the path of the family's file below `kernels`.
 *
 * `npm run kernels` writes KERNELS.md from this table.
 */
export const kernelFamilies: Readonly<Record<string, readonly Kernel[]>> = {
  convolution: convolutionKernels,
  matMul: matMulKernels,
  linear: linearKernels,
  'pooling/pooling': poolingKernels,
  elementwise: elementwiseKernels,
  binary: binaryKernels,
  'reduction/reduction': reductionKernels,
  layout: layoutKernels,
  softmax: softmaxKernels,
  affine: affineKernels,
  'normalization/batchNorm': batchNormKernels,
  'normalization/batchNormTraining': batchNormTrainingKernels,
  crossEntropy: crossEntropyKernels,
  'updates/updates': updateKernels,
}

/** All our kernels. The backend copies the other kernels of tfjs from the CPU backend. */
export const kernels: readonly Kernel[] = Object.values(kernelFamilies).flat()
