import { assertShape } from '../../tensor/assertShape.ts'
import { pixelValues } from '../../tensor/operation/pixelValues.ts'
import { sigmoidCrossEntropy } from '../../tensor/operation/sigmoidCrossEntropy.ts'
import { each, output } from './input.ts'
import { defineLoss } from './loss.ts'

/**
 * sum_k -x_k log s(z_k) - (1 - x_k) log(1 - s(z_k)) over all values x_k of an image, black being 0 and white 1, with the sigmoid s.
 *
 * The sum is as large as an image: at first about log 2 for each value, 543 for 28x28. A term weighs it down, or the rate does.
 *
 * Edge: least where s(z) = x, and there the entropy of x, which is 0 only for black and white.
 *
 * Paper: Vincent et al., Extracting and composing robust features with denoising autoencoders, ICML 2008, eq. 3 and section 2.3.
 */
export const reconstruction = defineLoss({
  name: 'reconstruction',
  summary: 'cross-entropy of each value of an image that is given back',
  paper: 'Vincent et al., Denoising autoencoders, ICML 2008, eq. 3 and section 2.3',
  example: { reconstruction: { of: 'anyImages.corrupted', target: 'anyImages.weak' } },
  inputs: {
    logits: output({
      fallback: 'reconstruction',
      doc: 'the images that the model sees, such as damaged ones; the head has one unit for each value of an image',
    }),
    target: each('images', 'the images that the model should give back', 'logits'),
  },
  perExample:
    () =>
    ({ logits, target }) => {
      const values = pixelValues(target)
      assertShape(values, { batch: logits.shape[0], values: logits.shape[1] }, 'the values of the target')
      return sigmoidCrossEntropy(logits, values)
    },
})
