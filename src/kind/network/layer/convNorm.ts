import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { Affine } from '../../../tensor/operation/normAsAffine.ts'
import { recordsGradients } from '../../../tensor/recordsGradients.ts'
import type { FusedActivation } from './fusedActivation.ts'
import { chain, type Layer, type Run } from './layer.ts'

/** What can follow a convolution in the same pass: activation(factor y + bias). */
export type After = Affine & FusedActivation

/** A convolution that can take in what follows it. */
export interface Convolution extends Layer<Tensor4D> {
  /** activation(factor conv(x) + bias), in one pass over the images. */
  readonly applyWith: (run: Run, x: Tensor4D, after: After) => Tensor4D
}

/** A norm that, by the moving statistics, is a factor and a bias for each channel. */
export interface Normalization extends Layer<Tensor4D> {
  readonly given: (run: Run) => After
}

/**
 * A convolution and the norm after it.
 *
 * By batch statistics it is the one after the other. By the moving ones the norm goes into the kernel and a bias, and costs no pass over the images;
 * where a gradient is recorded they stay apart, so that it is the same gradient and flows, as everywhere, through no statistics.
 *
 * Law: folded is unfolded but for rounding.
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
