import * as E from 'fp-ts/lib/Either.js'
import { apply } from '../../augment/apply.ts'
import { field, optional, probability, reads, record, writes } from '../../codec/index.ts'
import { copied } from '../field/fieldType.ts'
import { imageOf } from '../field/frame.ts'
import { quarterTurns } from '../transform/warp/rotate90.ts'
import { defineStage } from './stage.ts'

const Params = record({
  from: field(reads('image'), 'the image that is turned'),
  writes: field(writes('image'), 'the field for the turned image'),
  turn: field(writes('category'), 'the field for the quarter turns, 0 to 3', 'turn'),
  share: field(
    optional(writes('share')),
    'the field for how much the sample counts, a mask for losses; none when left out',
    null,
  ),
  turnedShare: field(probability, 'how much the three turned samples count, 0..1; the plain one counts 1', 1),
})

const turns = [0, 1, 2, 3]

/**
 * Makes four samples of each: the image turned by 0, 90, 180 and 270 degrees counter-clockwise, with the turn as a class and, where asked for, how much
 * the sample counts. All other fields are copied, so a label stays what it was.
 *
 * Laws: the image of turn r is r times turned; a batch of 4n samples holds n images.
 *
 * Paper: Gidaris et al., ICLR 2018; Zhai et al., S4L, ICCV 2019, section 4.1. Images must be square.
 */
export const rotations = defineStage({
  name: 'rotations',
  summary: 'makes four samples of each, turned by 0 to 3 quarters',
  paper: 'Gidaris et al., Unsupervised representation learning by predicting image rotations, ICLR 2018',
  example: { rotations: { from: 'weak', writes: 'rotated' } },
  params: Params,
  use: ({ from, writes: written, turn, share, turnedShare }) => ({
    infer: (given) => {
      const [height, width] = given[from]!.shape
      return height === width
        ? E.right({
            ...copied(given, turns.length),
            [written]: given[from]!,
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
          [written]: apply(quarterTurns(quarters, image))(image),
          [turn]: quarters,
          ...(share === null ? {} : { [share]: quarters === 0 ? 1 : turnedShare }),
        })),
      )
    },
  }),
})
