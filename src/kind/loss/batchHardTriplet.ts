import {
  abs,
  add,
  cast,
  div,
  equal,
  expandDims,
  eye,
  matMul,
  max,
  maximum,
  min,
  mul,
  reshape,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'
import { each, output } from './input.ts'
import { defineLoss } from './loss.ts'

/** Lower bound of a squared distance or length: the slope of the square root is infinite at 0. */
const smallest = 1e-12
/** Larger than any distance between embeddings of length 1, yet small enough to keep their fractions. */
const far = 4

/** [batch, batch]: 1 where both images come from the same source, else 0. */
const sameSource = (source: Tensor, batch: number): Tensor2D => {
  if (source.shape[0] !== batch)
    throw new InvariantViolation(`Expected the sources of ${batch} images, received [${source.shape.join(', ')}]`)
  const rows = reshape(source, [batch, -1])
  const difference = sum(abs(sub(expandDims(rows, 0), expandDims(rows, 1))), 2)
  return cast(equal(difference, 0), 'float32') as Tensor2D
}

/** Distances between all embeddings after normalization to length 1. Equal embeddings are 1e-6 apart. */
const distances = (embeddings: Tensor2D): Tensor2D => {
  const lengths = sqrt(maximum(sum(square(embeddings), 1, true), smallest))
  const unit = div(embeddings, lengths) as Tensor2D
  const squared = sub(2, mul(matMul(unit, unit, false, true), 2))
  return sqrt(maximum(squared, smallest)) as Tensor2D
}

/**
 * Pulls instances of one source image together and pushes other images away.
 *
 * softplus(d(a, hardest positive) - d(a, hardest negative)) for every image a of the batch, where d is the
 * distance of normalized embeddings. The hardest positive is the farthest other instance of the same source
 * image. The hardest negative is the nearest image of another source.
 *
 * - log 2 if all embeddings are equal.
 * - 0, without a gradient, for an image whose batch has no other instance of its source, or no other source.
 * - If the number of consecutive instances of an image is known, the check of the pipeline refuses batches
 *   of fewer than two images or two instances, and batches that separate the instances of an image.
 * - A flow that has only one image is refused before it trains.
 *
 * Law: permuting the batch permutes the losses. The losses of a joined batch are not those of its parts,
 * since the loss compares examples.
 *
 * Paper: Hermans et al., In defense of the triplet loss, 2017, eq. 5 with the soft margin; used for
 * exemplars by Zhai et al., S4L, ICCV 2019, section 4. Departure: the released code of S4L confuses the
 * number of images with that of instances, and so treats different images as one. Here two images are
 * positives of each other only if they come from the same source.
 */
export const batchHardTriplet = defineLoss({
  name: 'batchHardTriplet',
  summary: 'triplet loss: pulls instances of one image together, pushes other images away',
  paper: 'Hermans et al., In defense of the triplet loss, 2017, eq. 5; Zhai et al., S4L, ICCV 2019, section 4',
  example: { batchHardTriplet: { of: 'labeled.instance', source: 'labeled.source' } },
  inputs: {
    embeddings: output({
      fallback: 'embedding',
      doc: 'the images that the model sees: several instances of each source image',
    }),
    source: each(['mask', 'embedding', 'distribution'], 'identifies the source image: equal values, same image'),
  },
  demand: { groups: 'source', atLeast: 2, members: 2 },
  perExample:
    () =>
    ({ embeddings, source }) => {
      const [batch] = embeddings.shape
      const same = sameSource(source, batch)
      const positive = sub(same, eye(batch))
      const distance = distances(embeddings)
      // Shifts the distances that do not count out of range. The gradient of an infinite mask would be NaN.
      const farthest = max(sub(distance, mul(sub(1, positive), far)), 1)
      const nearest = min(add(distance, mul(same, far)), 1)
      const counts = mul(max(positive, 1), sub(1, min(same, 1)))
      return mul(softplus(sub(farthest, nearest)), counts) as Tensor1D
    },
})
