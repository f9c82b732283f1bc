import * as E from 'fp-ts/lib/Either.js'
import { apply } from '../../augment/apply.ts'
import { field, reads, record, writes } from '../../codec/index.ts'
import { fold } from '../../prelude/key.ts'
import { imageOf } from '../field/frame.ts'
import { drawPolicy } from '../transform/drawPolicy.ts'
import type { Policies } from '../transform/policy.ts'
import { policySize } from '../transform/policySize.ts'
import { crossed, policiesOf, viewFault } from '../transform/viewSet.ts'
import { defineStage } from './stage.ts'

const Params = (codecs: Policies) =>
  record({
    from: field(reads('image'), 'the image', 'image'),
    ...crossed(codecs),
    writes: field(writes('stack'), 'the field for the views'),
  })

/**
 * Makes several views of each image, together in one field, so that `predict` can average over them.
 *
 * Example: `views: { first: [...], next: [...], writes: shown }` makes 20 views of five crops and four turns.
 *
 * - A sample stays one sample, so a ledger has one row for it.
 * - All views must have one size.
 * - Each view has its own key.
 * - Keep batches small: a sample holds all its views as bytes, and a batch holds all of them as floats.
 *
 * Paper: Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1 (ten views).
 */
export const views = defineStage({
  name: 'views',
  summary: 'makes several views of each image, together in one field',
  paper: 'Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1',
  example: { views: { first: [[], 'flip'], writes: 'shown' } },
  params: Params,
  use: ({ from, first, next, writes: into }) => ({
    infer: (given) => {
      const [height, width, channels] = given[from]!.shape
      // The size of a decoded image is always a number.
      const image = { height: Number(height), width: Number(width) }
      const fault = viewFault({ first, next }, image)
      if (fault !== undefined) return E.left([fault])
      const policies = policiesOf({ first, next })
      const size = policySize(policies[0]!, image)!
      return E.right({ [into]: { kind: 'stack', shape: [policies.length, size.height, size.width, channels!] } })
    },
    run: () => {
      const draws = policiesOf({ first, next }).map(drawPolicy)
      return (frame, key) => {
        const image = imageOf(frame, from)
        const shown = draws.map((draw, view) => apply(draw(fold(key, view), image))(image))
        return E.right([{ ...frame, [into]: shown }])
      }
    },
  }),
})
