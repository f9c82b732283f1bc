import { assertShape } from '../../tensor/assertShape.ts'
import { pixelValues } from '../../tensor/operation/pixelValues.ts'
import { sigmoidCrossEntropy } from '../../tensor/operation/sigmoidCrossEntropy.ts'
import { each, output } from './input.ts'
import { defineLoss } from './loss.ts'

/**
 * Cross-entropy between the reconstructed and the target values of an image.
 *
 * sum_k -x_k log s(z_k) - (1 - x_k) log(1 - s(z_k)) over all values x_k of an image, where s is the sigmoid,
 * black is 0 and white is 1.
 *
 * - The sum grows with the image: an untrained model starts near log 2 per value, 543 for 28x28. Make up for
 *   it with the weight of the term or with the learning rate.
 * - The minimum is at s(z) = x. It is the entropy of x, which is 0 only if every value is black or white.
 *
 * Paper: Vincent et al., Extracting and composing robust features with denoising autoencoders, ICML 2008,
 * eq. 3 and section 2.3.
 */
export const reconstruction = defineLoss({
  name: 'reconstruction',
  summary: 'cross-entropy of each reconstructed value of an image',
  paper: 'Vincent et al., Denoising autoencoders, ICML 2008, eq. 3 and section 2.3',
  example: { reconstruction: { of: 'anyImages.corrupted', target: 'anyImages.weak' } },
  inputs: {
    logits: output({
      fallback: 'reconstruction',
      doc: 'the images that the model sees, such as corrupted ones; the head needs one unit per value of an image',
    }),
    target: each('images', 'the images that the model should reconstruct', 'logits'),
  },
  perExample:
    () =>
    ({ logits, target }) => {
      const values = pixelValues(target)
      assertShape(values, { batch: logits.shape[0], values: logits.shape[1] }, 'the values of the target')
      return sigmoidCrossEntropy(logits, values)
    },
})
