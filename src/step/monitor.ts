import {
  add,
  argMax,
  exp,
  expandDims,
  fill,
  log,
  max,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  type Scalar,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { field, number, probability, reads, record } from '../codec/index.ts'
import { defineStep } from '../operator/definition.ts'
import { tensorOf } from '../operator/frame.ts'

const Params = record({
  from: field(reads('distribution'), 'the predicted probabilities'),
  decay: field(number({ min: 0, max: 1, open: true }), 'how much of the old histogram stays in each step', 0.99),
  warnAbove: field(probability, 'share of one class in the predictions above which a collapse is suspected', 0.9),
})

const classesOf = (dim: number | string | undefined): number => (typeof dim === 'number' ? dim : 1)

/** Mean entropy of the rows, in nats. */
const entropyOf = (probabilities: Tensor2D): Scalar =>
  neg(mean(sum(mul(probabilities, log(maximum(probabilities, 1e-30))), 1))) as Scalar

/**
 * Watches predictions for a collapse: to one class, or to certainty about everything.
 *
 * Keeps a moving histogram of the most probable classes, h <- decay h + (1 - decay) batch, from a uniform start. Logs the mean `entropy`, and of the
 * histogram the share of the `largest` class and for how many equally large `classes` it would have the same entropy, exp(H(h)): from 1 to all.
 * Warns when the largest share passes `warnAbove`. Nothing is changed.
 */
export const monitor = defineStep({
  name: 'monitor',
  summary: 'watches predictions for a collapse to one class',
  params: Params,
  infer: () => E.right({}),
  start: ({ from }, { given }) => {
    const classes = classesOf(given[from]?.shape[1])
    return { histogram: fill([classes], 1 / classes) }
  },
  run:
    ({ from, decay, warnAbove }, { id }) =>
    (world, batch) => {
      const probabilities = tensorOf(batch, from) as Tensor2D
      const before = world.states[id]!['histogram'] as Tensor1D
      const seen = mean(oneHot(argMax(probabilities, 1) as Tensor1D, before.shape[0], 1, 0, 'float32'), 0)
      const histogram = add(mul(before, decay), mul(seen, 1 - decay))
      const largest = max(histogram).dataSync()[0]!
      const passed = largest > warnAbove && max(before).dataSync()[0]! <= warnAbove
      return {
        world: { ...world, states: { ...world.states, [id]: { histogram } } },
        metrics: {
          [`${id}.entropy`]: entropyOf(probabilities),
          [`${id}.largest`]: largest,
          [`${id}.classes`]: exp(entropyOf(expandDims(histogram) as Tensor2D)),
        },
        warnings: passed
          ? [
              `${id}: ${(100 * largest).toFixed(0)} % of the predictions on ${from} are one class; the model may be collapsing`,
            ]
          : [],
      }
    },
})
