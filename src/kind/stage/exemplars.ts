import * as E from 'fp-ts/lib/Either.js'
import { apply } from '../../augment/apply.ts'
import { count, field, reads, record, writes } from '../../codec/index.ts'
import { fold, keyOf } from '../../prelude/key.ts'
import { copied } from '../field/fieldType.ts'
import { type FileRef, fileOf, imageOf } from '../field/frame.ts'
import { drawPolicy } from '../transform/drawPolicy.ts'
import type { Policies } from '../transform/policy.ts'
import { defineStage } from './stage.ts'
import { viewTypes } from './viewTypes.ts'

const Params = ({ policy }: Policies) =>
  record({
    from: field(reads('image'), 'the image', 'image'),
    count: field(count, 'instances per image', 8),
    policy: field(policy, 'the policy of the instances; each has its own draw'),
    writes: field(writes('image'), 'the field for the instance'),
    file: field(reads('file'), 'the file of the image', 'file'),
    source: field(writes('vector'), 'the field that identifies the source image: equal values, same image', 'source'),
  })

/** Whole numbers below this bound are exact in 32-bit floating point. */
const word = 2 ** 24

/**
 * The set and index of a file, as whole numbers that a tensor holds exactly.
 *
 * The name of the set is hashed: two names collide with probability 2^-48.
 */
const sourceOf = ({ set, index }: FileRef): readonly [number, number, number, number] => {
  const { hi, lo } = fold(keyOf(0), set)
  return [hi >>> 8, lo >>> 8, Math.floor(index / word), index % word]
}

/**
 * Turns each sample into several: instances of its image, each by its own draw of the policy.
 *
 * - All other fields are copied, so labels stay the same.
 * - `source` is equal for two samples if and only if they come from the same image.
 * - The draws of an instance depend only on the sample and the number of the instance. More instances do not
 *   change the first ones.
 *
 * Laws: a batch of `count` x n samples holds n images; an image that `repeat` puts into a batch twice is one
 * source.
 *
 * Paper: Dosovitskiy et al., Exemplar-CNN, PAMI 2016, section 3.1; Zhai et al., S4L, ICCV 2019, section 4
 * (8 instances).
 */
export const exemplars = defineStage({
  name: 'exemplars',
  summary: 'makes several instances of each image, by independent draws of one policy',
  paper: 'Dosovitskiy et al., Exemplar-CNN, PAMI 2016, section 3.1; Zhai et al., S4L, ICCV 2019, section 4',
  example: { exemplars: { policy: 'cropFlip', writes: 'instance' } },
  params: Params,
  use: ({ from, count: instances, policy, writes: into, file, source }) => ({
    infer: (given) => {
      const types = viewTypes(into, policy, given[from]!)
      return types === null
        ? E.left([
            {
              path: ['policy'],
              expected: 'a policy whose views all have one size',
              received: 'one whose views differ in size',
            },
          ])
        : E.right({
            ...copied(given, instances),
            ...types,
            [source]: { kind: 'vector', shape: [4], run: instances },
          })
    },
    run: () => {
      const draw = drawPolicy(policy)
      return (frame, key) => {
        const image = imageOf(frame, from)
        const copy = { ...frame, [source]: sourceOf(fileOf(frame, file)) }
        return E.right(
          Array.from({ length: instances }, (_, instance) => {
            const outcome = draw(fold(key, instance), image)
            return { ...copy, [into]: apply(outcome)(image), ...outcome.targets }
          }),
        )
      }
    },
  }),
})
