import * as E from 'fp-ts/lib/Either.js'
import { apply } from '../augment/apply.ts'
import { drawPolicy } from '../augment/drawPolicy.ts'
import { policy } from '../augment/policy.ts'
import { field, mapWith, reads } from '../codec/index.ts'
import { defineStage } from '../operator/definition.ts'
import { imageOf } from '../operator/frame.ts'
import { fold } from '../prelude/key.ts'

const Params = mapWith(policy, { of: 'write', kind: 'image' }, { from: field(reads('image'), 'the image', 'image') })

/**
 * Makes views of an image, each by a policy of its own: `{ weak: cropFlip, strong: [cropFlip, { randAugment: { count: 2 } }, cutout] }`.
 *
 * The draws of a view depend on the sample and on the view's name alone, so another view beside it changes nothing.
 */
export const augment = defineStage({
  name: 'augment',
  summary: 'makes views of an image, each by a policy of its own',
  params: Params,
  infer: ({ entries, from }, given) =>
    E.right(Object.fromEntries(Object.keys(entries).map((name) => [name, given[from]!]))),
  run: ({ entries, from }) => {
    const views = Object.entries(entries).map(([name, chosen]) => ({ name, draw: drawPolicy(chosen) }))
    return (frame, key) => {
      const image = imageOf(frame, from)
      const made = views.map(({ name, draw }) => [name, apply(draw(fold(key, name), image))(image)] as const)
      return E.right([{ ...frame, ...Object.fromEntries(made) }])
    }
  },
})
