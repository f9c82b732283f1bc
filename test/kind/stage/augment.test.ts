// Covers src/kind/stage/viewTypes.ts.
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { pixels } from '../../../src/image/raster.ts'
import { type Frame, imageOf } from '../../../src/kind/field/frame.ts'
import { augment } from '../../../src/kind/stage/augment.ts'
import { viewTypes } from '../../../src/kind/stage/viewTypes.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { policyOf, using } from '../../support/vocabulary.ts'

// 1 2
// 3 4
const image = pixels(2, 2, 1, (x, y) => 1 + x + 2 * y)
const facts = { classes: 3, heads: {}, averages: {} }

const run = (params: object, frame: Frame = { image, label: 7 }, seed = 1): Frame => {
  const result = using(augment, params).run({ kept: () => null })(frame, keyOf(seed))
  if ('then' in result || E.isLeft(result)) throw new Error('Expected a frame')
  expect(result.right).toHaveLength(1)
  return result.right[0]!
}

const mirrored = { flip: { probability: 1 } }

describe('augment', () => {
  test('adds a view for each name, and keeps all that is known of the sample', () => {
    const frame = run({ weak: [], strong: mirrored })
    expect(frame['image']).toBe(image)
    expect(frame['label']).toBe(7)
    expect([...imageOf(frame, 'weak').data]).toEqual([1, 2, 3, 4])
    expect([...imageOf(frame, 'strong').data]).toEqual([2, 1, 4, 3])
  })

  test('reads the field that it is given, not a field of that name', () =>
    expect([...imageOf(run({ from: 'picture', weak: mirrored }, { picture: image }), 'weak').data]).toEqual([
      2, 1, 4, 3,
    ]))

  test('law: the draws of a view depend on the sample and its name alone, so another view changes nothing', () => {
    const noise = { image: pixels(9, 9, 3, (x, y, c) => (31 * x + 17 * y + 7 * c) % 256) }
    const strong = ['cropFlip', 'randAugment']
    for (let seed = 0; seed < 10; seed++) {
      const alone = imageOf(run({ strong }, noise, seed), 'strong').data
      expect(imageOf(run({ weak: 'cropFlip', strong }, noise, seed), 'strong').data).toEqual(alone)
    }
  })

  test('two views of one policy draw apart', () => {
    const noise = { image: pixels(9, 9, 3, (x, y, c) => (31 * x + 17 * y + 7 * c) % 256) }
    const frame = run({ one: 'randAugment', other: 'randAugment' }, noise)
    expect(imageOf(frame, 'one').data).not.toEqual(imageOf(frame, 'other').data)
  })

  test('writes down what a transform did, where it is asked to', () => {
    const frame = run({ turned: { rotate90: { turns: 1, writes: 'turn' } } })
    expect(frame['turn']).toBe(1)
    expect([...imageOf(frame, 'turned').data]).toEqual([2, 4, 1, 3])
  })
})

describe('what it declares', () => {
  const given = { image: { kind: 'image', shape: [4, 6, 3] } } as const

  test('is an image for each view, and what their transforms write', () =>
    expect(
      using(augment, {
        weak: 'cropFlip',
        small: [{ resizedCrop: { size: 3 } }, { rotate90: { writes: 'turn' } }],
      }).infer(given, facts),
    ).toEqual(
      E.right({
        weak: { kind: 'image', shape: [4, 6, 3] },
        small: { kind: 'image', shape: [3, 3, 3] },
        turn: { kind: 'category', shape: [4] },
      }),
    ))

  test('refuses every view whose size chance decides', () =>
    expect(using(augment, { weak: 'rotate90', fine: [], other: 'rotate90' }).infer(given, facts)).toEqual(
      E.left(
        ['weak', 'other'].map((name) => ({
          path: [name],
          expected: 'a policy whose views all have one size',
          received: 'one whose views differ in size',
        })),
      ),
    ))
})

describe('viewTypes', () => {
  const type = { kind: 'image', shape: [4, 6, 3] } as const

  test('gives the view and its targets', () =>
    expect(viewTypes('view', policyOf([{ rotate90: { turns: 1 } }]), type)).toEqual({
      view: { kind: 'image', shape: [6, 4, 3] },
    }))

  test('gives nothing where views would have different sizes', () =>
    expect(viewTypes('view', policyOf('rotate90'), type)).toBeNull())
})
