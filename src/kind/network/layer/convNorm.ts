import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { Affine } from '../../../tensor/operation/normAsAffine.ts'
import { recordsGradients } from '../../../tensor/recordsGradients.ts'
import type { FusedActivation } from './fusedActivation.ts'
import { chain, type Layer, type Run } from './layer.ts'

/** The operations that can follow a convolution y in the same pass: activation(factor y + bias). */
export type After = Affine & FusedActivation

/** A convolution that can run the operations after it in the same pass. */
export interface Convolution extends Layer<Tensor4D> {
  /** activation(factor conv(x) + bias), in one pass over the images. */
  readonly applyWith: (run: Run, x: Tensor4D, after: After) => Tensor4D
}

/** A norm that becomes a factor and a bias for each channel if it uses the moving statistics. */
export interface Normalization extends Layer<Tensor4D> {
  readonly given: (run: Run) => After
}

/**
 * A convolution and the norm after it.
 *
 * - With batch statistics, the norm runs after the convolution.
 * - With moving statistics, the norm is folded into the kernel and a bias, and costs no pass over the images.
 * - While a gradient is recorded, the two stay apart. The gradient is then the same as elsewhere and does not
 *   flow through the statistics.
 *
 * Law: folded equals unfolded, except for rounding.
 *
 * Paper: Jacob et al., Quantization and training of neural networks, CVPR 2018, section 3.2, equation 14.
 */
export const convNorm = (conv: Convolution, norm: Normalization): Layer<Tensor4D> => {
  const unfolded = chain(conv, norm)
  return {
    declared: unfolded.declared,
    apply: (run, x) =>
      run.mode.normalization === 'batch' || recordsGradients()
        ? unfolded.apply(run, x)
        : conv.applyWith(run, x, norm.given(run)),
  }
}
