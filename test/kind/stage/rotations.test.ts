import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { pixels } from '../../../src/image/raster.ts'
import { imageOf, numberOf } from '../../../src/kind/field/frame.ts'
import { crossEntropy } from '../../../src/kind/loss/crossEntropy.ts'
import { rotations } from '../../../src/kind/stage/rotations.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { useBackend } from '../../support/useBackend.ts'

await useBackend('cpu')

const params = { from: 'weak', writes: 'rotated', turn: 'turn', share: 'share', turnedShare: 0.25 }
// 1 2
// 3 4
const image = pixels(2, 2, 1, (x, y) => 1 + x + 2 * y)
const resources = { kept: () => null }
const result = rotations.use(params).run(resources)({ weak: image, label: 7 }, keyOf(1))
const frames = 'then' in result || result._tag === 'Left' ? [] : result.right

const facts = { classes: 10, heads: {}, averages: {} }

describe('rotations', () => {
  test('turns counter-clockwise by as many quarters as the class says', () => {
    expect(frames.map((frame) => [numberOf(frame, 'turn'), ...imageOf(frame, 'rotated').data])).toEqual([
      [0, 1, 2, 3, 4],
      [1, 2, 4, 1, 3],
      [2, 4, 3, 2, 1],
      [3, 3, 1, 4, 2],
    ])
  })

  test('copies what else is known of the sample', () => {
    expect(frames.map((frame) => numberOf(frame, 'label'))).toEqual([7, 7, 7, 7])
  })

  test('of a constant image are four equal ones with four classes, so that the least loss of telling them apart is log 4', () => {
    const gray = pixels(4, 4, 3, () => 90)
    const turned = rotations.use(params).run(resources)({ weak: gray }, keyOf(1))
    const all = 'then' in turned || turned._tag === 'Left' ? [] : turned.right
    expect(all.map((frame) => imageOf(frame, 'rotated').data)).toEqual([1, 2, 3, 4].map(() => gray.data))
    const label = tf.oneHot(
      all.map((frame) => numberOf(frame, 'turn')),
      4,
    )
    // Equal images have equal logits, whatever the network.
    const loss = (logits: number[]): number =>
      tf
        .mean(
          crossEntropy.perExample({ smoothing: 0, output: 'softmax' })({
            logits: tf.tensor2d([logits, logits, logits, logits]),
            target: tf.cast(label, 'float32') as tf.Tensor2D,
          }),
        )
        .dataSync()[0]!
    expect(loss([0.3, 0.3, 0.3, 0.3])).toBeCloseTo(Math.log(4), 6)
    expect(loss([2, 0, 0, 0])).toBeGreaterThan(Math.log(4))
  })

  test('says how much each counts, and nothing where it is not asked', () => {
    expect(frames.map((frame) => numberOf(frame, 'share'))).toEqual([1, 0.25, 0.25, 0.25])
    const plain = rotations.use({ ...params, share: null }).run(resources)({ weak: image, label: 7 }, keyOf(1))
    const keys = 'then' in plain || plain._tag === 'Left' ? [] : plain.right.map((frame) => Object.keys(frame).sort())
    expect(keys).toEqual(Array.from({ length: 4 }, () => ['label', 'rotated', 'turn', 'weak']))
  })

  test('says that images must be square', () => {
    expect(rotations.use(params).infer({ weak: { kind: 'image', shape: [4, 6, 3] } }, facts)).toEqual({
      _tag: 'Left',
      left: [{ path: ['from'], expected: 'square images', received: '4 x 6' }],
    })
  })
})
