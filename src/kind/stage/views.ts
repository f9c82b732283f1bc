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
 * Makes several views of each image and keeps them together in one field, for a prediction that is averaged over them (`predict`): five crops
 * times four turns are `views: { first: [...], next: [...], writes: shown }`. A sample stays one sample, so that a ledger has one row for it.
 *
 * Edges: all views have one size; a sample in flight holds all its views as bytes, and a batch all of them as floats, so batches are to be small.
 * Chance has a key of its own in each view.
 *
 * Paper: the ten views of Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1.
 */
export const views = defineStage({
  name: 'views',
  summary: 'makes several views of each image, kept together in one field',
  paper: 'Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1',
  example: { views: { first: [[], 'flip'], writes: 'shown' } },
  params: Params,
  use: ({ from, first, next, writes: written }) => ({
    infer: (given) => {
      const [height, width, channels] = given[from]!.shape
      // Sizes of images are numbers as soon as they are decoded.
      const picture = { height: Number(height), width: Number(width) }
      const fault = viewFault({ first, next }, picture)
      if (fault !== undefined) return E.left([fault])
      const policies = policiesOf({ first, next })
      const size = policySize(policies[0]!, picture)!
      return E.right({ [written]: { kind: 'stack', shape: [policies.length, size.height, size.width, channels!] } })
    },
    run: () => {
      const draws = policiesOf({ first, next }).map(drawPolicy)
      return (frame, key) => {
        const image = imageOf(frame, from)
        const shown = draws.map((draw, view) => apply(draw(fold(key, view), image))(image))
        return E.right([{ ...frame, [written]: shown }])
      }
    },
  }),
})
