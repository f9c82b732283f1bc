import { mean, type Scalar, type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { field, probability, reads, record, writes } from '../../../codec/index.ts'
import { tensorOf } from '../../field/frame.ts'
import { defineStep } from '../step.ts'
import { confidentMask } from './confidentMask.ts'

const Params = record({
  from: field(reads('distribution'), 'probabilities to compare with the threshold'),
  atLeast: field(probability, 'least confidence of an example that counts'),
  writes: field(writes('mask'), 'field for the mask'),
})

/**
 * Lets an example count only if its most probable class is probable enough.
 *
 * mask = 1 where max p >= atLeast, else 0.
 *
 * Logs the share of examples that count as `rate`.
 *
 * Laws: monotone in the threshold; at 0 everything counts.
 *
 * Paper: Sohn et al., FixMatch, NeurIPS 2020, eq. 4 (tau). An example exactly at the threshold counts, as
 * there.
 */
export const confident = defineStep({
  name: 'confident',
  summary: 'lets an example count only if its most probable class is probable enough',
  paper: 'Sohn et al., FixMatch, NeurIPS 2020, eq. 4',
  example: { confident: { from: 'unlabeled.probabilities', atLeast: 0.95, writes: 'unlabeled.mask' } },
  params: Params,
  use: ({ from, atLeast, writes: into }) => ({
    infer: (given) => E.right({ [into]: { kind: 'mask', shape: [given[from]!.shape[0]!] } }),
    metrics: ['rate'],
    run: () => (_world, batch) => {
      const mask = confidentMask({ atLeast })(tensorOf(batch, from) as Tensor2D)
      return { fields: { [into]: mask }, metrics: { rate: tidy(() => mean(mask) as Scalar) } }
    },
  }),
})
