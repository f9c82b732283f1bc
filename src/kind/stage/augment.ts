import * as E from 'fp-ts/lib/Either.js'
import { apply } from '../../augment/apply.ts'
import { field, mapWith, reads } from '../../codec/index.ts'
import type { Complaint } from '../../prelude/errors.ts'
import { fold } from '../../prelude/key.ts'
import { imageOf } from '../field/frame.ts'
import { drawPolicy } from '../transform/drawPolicy.ts'
import type { Policies } from '../transform/policy.ts'
import { defineStage } from './stage.ts'
import { viewTypes } from './viewTypes.ts'

const Params = ({ policy }: Policies) =>
  mapWith(policy, { of: 'write', kind: 'image' }, { from: field(reads('image'), 'the image', 'image') })

/**
 * Makes views of an image, each with its own policy.
 *
 * Example: `{ weak: cropFlip, strong: [cropFlip, { randAugment: { count: 2 } }, cutout] }`.
 *
 * - The draws of a view depend only on the sample and the name of the view. Adding a view changes no other.
 * - A transform with `writes` (`{ rotate90: { writes: turn } }`) also records what it did in a field, which
 *   can serve as a training target.
 */
export const augment = defineStage({
  name: 'augment',
  summary: 'makes views of an image, each with its own policy',
  example: { augment: { weak: 'cropFlip' } },
  params: Params,
  use: ({ entries, from }) => ({
    infer: (given) => {
      const views = Object.entries(entries).map(
        ([name, policy]) => [name, viewTypes(name, policy, given[from]!)] as const,
      )
      const complaints = views.flatMap(([name, types]): readonly Complaint[] =>
        types === null
          ? [
              {
                path: [name],
                expected: 'a policy whose views all have one size',
                received: 'one whose views differ in size',
              },
            ]
          : [],
      )
      return complaints.length > 0 ? E.left(complaints) : E.right(Object.assign({}, ...views.map(([, types]) => types)))
    },
    run: () => {
      const views = Object.entries(entries).map(([name, policy]) => ({ name, draw: drawPolicy(policy) }))
      return (frame, key) => {
        const image = imageOf(frame, from)
        const fields = views.map(({ name, draw }) => {
          const outcome = draw(fold(key, name), image)
          return { [name]: apply(outcome)(image), ...outcome.targets }
        })
        return E.right([Object.assign({}, frame, ...fields)])
      }
    },
  }),
})
