import * as E from 'fp-ts/lib/Either.js'
import { apply } from '../../augment/apply.ts'
import { field, optional, probability, reads, record, writes } from '../../codec/index.ts'
import { copied } from '../field/fieldType.ts'
import { imageOf } from '../field/frame.ts'
import { quarterTurns } from '../transform/warp/rotate90.ts'
import { defineStage } from './stage.ts'

const Params = record({
  from: field(reads('image'), 'the image to rotate'),
  writes: field(writes('image'), 'the field for the rotated image'),
  turn: field(writes('category'), 'the field for the number of quarter turns, 0..3', 'turn'),
  share: field(
    optional(writes('share')),
    'the field for the weight of the sample, a mask for losses; null for none',
    null,
  ),
  turnedShare: field(probability, 'weight of the three rotated samples, 0..1; the upright one has weight 1', 1),
})

const turns = [0, 1, 2, 3]

/**
 * Turns each sample into four: its image rotated by 0, 90, 180 and 270 degrees counter-clockwise.
 *
 * - The number of quarter turns becomes a class in `turn`.
 * - `share` can hold the weight of the sample.
 * - All other fields are copied, so labels stay the same.
 * - Fails if images are not square.
 *
 * Laws: the image of class r is the original rotated r times; a batch of 4n samples holds n images.
 *
 * Paper: Gidaris et al., Unsupervised representation learning by predicting image rotations, ICLR 2018; Zhai
 * et al., S4L, ICCV 2019, section 4.1.
 */
export const rotations = defineStage({
  name: 'rotations',
  summary: 'turns each sample into four, rotated by 0 to 3 quarter turns',
  paper: 'Gidaris et al., Predicting image rotations, ICLR 2018; Zhai et al., S4L, ICCV 2019, section 4.1',
  example: { rotations: { from: 'weak', writes: 'rotated' } },
  params: Params,
  use: ({ from, writes: into, turn, share, turnedShare }) => ({
    infer: (given) => {
      const [height, width] = given[from]!.shape
      return height === width
        ? E.right({
            ...copied(given, turns.length),
            [into]: given[from]!,
            [turn]: { kind: 'category', shape: [turns.length] },
            ...(share === null ? {} : { [share]: { kind: 'share', shape: [] } as const }),
          })
        : E.left([{ path: ['from'], expected: 'square images', received: `${height} x ${width}` }])
    },
    run: () => (frame) => {
      const image = imageOf(frame, from)
      return E.right(
        turns.map((quarters) => ({
          ...frame,
          [into]: apply(quarterTurns(quarters, image))(image),
          [turn]: quarters,
          ...(share === null ? {} : { [share]: quarters === 0 ? 1 : turnedShare }),
        })),
      )
    },
  }),
})
