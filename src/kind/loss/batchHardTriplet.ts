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

/** Below this two embeddings count as equal: the slope of a distance is infinite at 0. */
const smallest = 1e-12
/** Larger than any distance between embeddings of length 1, and far from where numbers lose their fractions. */
const far = 4

/** 1 where both images come from one source, [batch, batch]. */
const sameSource = (source: Tensor, batch: number): Tensor2D => {
  if (source.shape[0] !== batch)
    throw new InvariantViolation(`Expected the sources of ${batch} images, received [${source.shape.join(', ')}]`)
  const rows = reshape(source, [batch, -1])
  const difference = sum(abs(sub(expandDims(rows, 0), expandDims(rows, 1))), 2)
  return cast(equal(difference, 0), 'float32') as Tensor2D
}

/** Distances between all embeddings, brought to length 1; of equal ones 1e-6. */
const distances = (embeddings: Tensor2D): Tensor2D => {
  const lengths = sqrt(maximum(sum(square(embeddings), 1, true), smallest))
  const unit = div(embeddings, lengths) as Tensor2D
  const squared = sub(2, mul(matMul(unit, unit, false, true), 2))
  return sqrt(maximum(squared, smallest)) as Tensor2D
}

/**
 * softplus(d(a, hardest positive) - d(a, hardest negative)) for every image a of the batch, with the distances of normalized embeddings.
 *
 * The hardest positive is the farthest other instance of the same source image, the hardest negative the nearest image of another one.
 * Edges: log 2 when all embeddings are equal; 0, without a gradient, for an image that has no other instance or no other source beside it.
 *
 * Where it is known how many instances of an image follow each other, a check of the pipeline refuses batches of fewer than two images, fewer than
 * two instances, and batches that cut an image's instances apart. A flow that has one image only is refused before it trains.
 *
 * Law: permuting the batch permutes the losses. The losses of a joined batch are not those of its parts: examples are compared.
 *
 * Paper: Hermans et al., In Defense of the Triplet Loss, 2017, eq. 5 with the soft margin; used for exemplars by Zhai et al., S4L, ICCV 2019,
 * section 4. Departure from the released code of S4L, which mixes up the number of images and of instances and so treats different images
 * as one: here two images are positives of each other only if they come from the same source.
 */
export const batchHardTriplet = defineLoss({
  name: 'batchHardTriplet',
  summary: 'instances of an image nearer to each other than to those of other images',
  paper: 'Hermans et al., In defense of the triplet loss, 2017, eq. 5; Zhai et al., S4L, ICCV 2019, section 4',
  example: { batchHardTriplet: { of: 'labeled.instance', source: 'labeled.source' } },
  inputs: {
    embeddings: output({
      fallback: 'embedding',
      doc: 'the images that the model sees: several instances of each source image',
    }),
    source: each(['mask', 'embedding', 'distribution'], 'tells source images apart: equal values, same image'),
  },
  demand: { groups: 'source', atLeast: 2, members: 2 },
  perExample:
    () =>
    ({ embeddings, source }) => {
      const [batch] = embeddings.shape
      const same = sameSource(source, batch)
      const positive = sub(same, eye(batch))
      const distance = distances(embeddings)
      // Distances are moved out of the way instead of masked with infinities, whose gradient would not be a number.
      const farthest = max(sub(distance, mul(sub(1, positive), far)), 1)
      const nearest = min(add(distance, mul(same, far)), 1)
      const counts = mul(max(positive, 1), sub(1, min(same, 1)))
      return mul(softplus(sub(farthest, nearest)), counts) as Tensor1D
    },
})
