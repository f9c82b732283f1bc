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
  scalar,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { field, number, optional, probability, reads, record, stateName } from '../../codec/index.ts'
import { percent } from '../../prelude/percent.ts'
import type { FieldTypes } from '../field/fieldType.ts'
import { tensorOf } from '../field/frame.ts'
import { defineStep } from './step.ts'
import { withState } from './world.ts'

const Params = record({
  from: field(reads('distribution'), 'predicted probabilities'),
  decay: field(
    number({ min: 0, max: 1, open: true }),
    'share of the old histogram and of the old entropy that stays in each step',
    0.99,
  ),
  warnAbove: field(probability, 'warn when the share of one class in the predictions is above this', 0.9),
  warnBelow: field(
    probability,
    'warn when the entropy, as a share of that of equal probabilities, is below this; 0: never',
    0.01,
  ),
  state: field(
    optional(stateName),
    'name of its state, which other steps may share; null for a state of this step alone',
    null,
  ),
})

const classesOf = (from: string, given: FieldTypes): number => {
  const dim = given[from]?.shape[1]
  return typeof dim === 'number' ? dim : 1
}

/** Mean entropy of the rows, in nats. */
const entropyOf = (probabilities: Tensor2D): Scalar =>
  neg(mean(sum(mul(probabilities, log(maximum(probabilities, 1e-30))), 1))) as Scalar

const numberIn = (tensor: Tensor): number => tensor.dataSync()[0]!

/**
 * Watches predictions for a collapse: to one class, or to certainty about everything.
 *
 * h <- decay h + (1 - decay) batch is a moving histogram of the most probable classes. It starts uniform. A
 * moving mean of the entropy follows the same rule. It starts at the entropy of equal probabilities.
 *
 * Logs four metrics:
 *
 * - `entropy`: mean entropy of the batch.
 * - `confidence`: mean probability of the most probable class in the batch.
 * - `largest`: share of the largest class in the histogram.
 * - `classes`: number of equally large classes that would have the entropy of the histogram, exp(H(h)); from
 *   1 to all.
 *
 * Warns when the largest share passes `warnAbove`, and when the moving entropy falls below `warnBelow`.
 * Fields and models do not change.
 */
export const monitor = defineStep({
  name: 'monitor',
  summary: 'watches predictions for a collapse to one class or to certainty',
  example: { monitor: { from: 'unlabeled.probabilities' } },
  params: Params,
  use: ({ from, decay, warnAbove, warnBelow, state }) => ({
    infer: () => E.right({}),
    metrics: ['entropy', 'confidence', 'largest', 'classes'],
    state: {
      name: state,
      start: ({ given }) => {
        const classes = classesOf(from, given)
        return { histogram: fill([classes], 1 / classes), entropy: scalar(Math.log(classes)) }
      },
    },
    run: ({ state: name, given }) => {
      const classes = classesOf(from, given)
      const leastEntropy = warnBelow * Math.log(classes)
      const mix = (old: Tensor, value: Tensor) => add(mul(old, decay), mul(value, 1 - decay))
      return (world, batch) => {
        const probabilities = tensorOf(batch, from) as Tensor2D
        const before = world.states[name]!
        const shares = mean(oneHot(argMax(probabilities, 1) as Tensor1D, classes, 1, 0, 'float32'), 0)
        const entropy = entropyOf(probabilities)
        const histogram = mix(before['histogram']!, shares) as Tensor1D
        const movingEntropy = mix(before['entropy']!, entropy)
        const largest = numberIn(max(histogram))
        const entropyNow = numberIn(movingEntropy)
        const oneClass = largest > warnAbove && numberIn(max(before['histogram']!)) <= warnAbove
        const certain = entropyNow < leastEntropy && numberIn(before['entropy']!) >= leastEntropy
        const signs = [
          ...(oneClass ? [`${percent(largest, 0)} of the predictions on ${from} are one class`] : []),
          ...(certain
            ? [
                `the predictions on ${from} have ${percent(entropyNow / Math.log(classes), 1)} of the entropy of equal ones`,
              ]
            : []),
        ]
        return {
          world: withState(world, name, { histogram, entropy: movingEntropy }),
          metrics: {
            entropy,
            confidence: mean(max(probabilities, 1)) as Scalar,
            largest,
            classes: exp(entropyOf(expandDims(histogram) as Tensor2D)),
          },
          warnings: signs.map((sign) => `${sign}; the model may be collapsing`),
        }
      }
    },
  }),
})
