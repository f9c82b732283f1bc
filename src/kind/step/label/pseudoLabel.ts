import { type Tensor2D, tidy } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { field, nothing, number, reads, record, tagged, writes } from '../../../codec/index.ts'
import { tensorOf } from '../../field/frame.ts'
import { defineStep } from '../step.ts'
import { hardLabel } from './hardLabel.ts'
import { sharpen } from './sharpen.ts'

const forms = tagged('a form of label', {
  hard: { summary: 'all weight on the most probable class', params: nothing },
  soft: { summary: 'the probabilities without a change', params: nothing },
  sharpened: {
    summary: 'the probabilities to the power 1 / temperature, normalized',
    params: record({ temperature: field(number({ min: 0.01 }), 'below 1 sharpens', 0.5) }),
  },
})

const Params = record({
  from: field(reads('distribution'), 'probabilities to turn into targets'),
  form: field(forms, 'form of the target', 'hard'),
  writes: field(writes('distribution'), 'field for the target'),
})

/**
 * Turns predicted probabilities into the target of an unlabeled example.
 *
 * The target is a constant for the gradient.
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop (hard); Berthelot et al., MixMatch, NeurIPS 2019, eq. 7
 * (sharpened).
 */
export const pseudoLabel = defineStep({
  name: 'pseudoLabel',
  summary: 'turns predicted probabilities into the target of an unlabeled example',
  paper: 'Lee, Pseudo-Label, ICML 2013 workshop (hard); Berthelot et al., MixMatch, NeurIPS 2019, eq. 7 (sharpened)',
  example: { pseudoLabel: { from: 'unlabeled.probabilities', writes: 'unlabeled.target' } },
  params: Params,
  use: ({ from, form, writes: into }) => {
    const target = (probabilities: Tensor2D): Tensor2D => {
      switch (form.name) {
        case 'hard':
          return hardLabel(probabilities)
        case 'soft':
          return probabilities.clone()
        case 'sharpened':
          return sharpen(form.params)(probabilities)
      }
    }
    return {
      infer: (given) => E.right({ [into]: { kind: 'distribution', shape: given[from]!.shape } }),
      run: () => (_world, batch) => ({
        fields: { [into]: tidy(() => target(tensorOf(batch, from) as Tensor2D)) },
      }),
    }
  },
})
