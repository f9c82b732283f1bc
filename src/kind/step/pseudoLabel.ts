import { type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { field, nothing, number, reads, record, tagged, writes } from '../../codec/index.ts'
import { defineStep } from '../definition.ts'
import { tensorOf } from '../field/frame.ts'
import { hardLabel } from './hardLabel.ts'
import { sharpen } from './sharpen.ts'

const form = tagged('a form of label', {
  hard: { summary: 'all weight on the most probable class', params: nothing },
  soft: { summary: 'the probabilities as they are', params: nothing },
  sharpened: {
    summary: 'the probabilities to the power 1 / temperature, normalized',
    params: record({ temperature: field(number({ min: 0.01 }), 'below 1 sharpens', 0.5) }),
  },
})

const Params = record({
  from: field(reads('distribution'), 'the probabilities'),
  form: field(form, 'how a label is made of them', 'hard'),
  writes: field(writes('distribution'), 'the field for the target'),
})

/**
 * The target of an unlabeled example, made from predicted probabilities; a constant for the gradient.
 *
 * Paper: hard: Lee, Pseudo-Label, ICML 2013 workshop; sharpened: Berthelot et al., MixMatch, NeurIPS 2019, eq. 7.
 */
export const pseudoLabel = defineStep({
  name: 'pseudoLabel',
  summary: 'the target of an unlabeled example, made from predicted probabilities',
  params: Params,
  infer: ({ from, writes: written }, given) =>
    E.right({ [written]: { kind: 'distribution', shape: given[from]!.shape } }),
  run:
    ({ from, form: chosen, writes: written }) =>
    (_world, batch) => ({
      fields: {
        [written]: tidy(() => {
          const probabilities = tensorOf(batch, from) as Tensor2D
          switch (chosen.name) {
            case 'hard':
              return hardLabel(probabilities)
            case 'soft':
              return probabilities.clone()
            case 'sharpened':
              return sharpen(chosen.params)(probabilities)
          }
        }),
      },
    }),
})
