import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../../../src/augment/apply.ts'
import { identity } from '../../../src/augment/draw.ts'
import { pixels } from '../../../src/image/raster.ts'
import { drawPolicy } from '../../../src/kind/transform/drawPolicy.ts'
import { transforms } from '../../../src/kind/transform/transforms.ts'
import { fold, keyOf } from '../../../src/prelude/key.ts'
import { mistakes, policyOf } from '../../augment/arbitraries.ts'
import { vocabulary } from '../../support/vocabulary.ts'

const picture = pixels(8, 8, 3, (x, y, c) => 16 * x + 8 * y + 20 * c)

describe('policy', () => {
  test('is a name, a name with parameters, or a list of those', () => {
    expect(policyOf('flip')).toMatchObject({ name: 'flip', params: { probability: 0.5 } })
    expect(policyOf({ flip: { probability: 1 } })).toMatchObject({ name: 'flip', params: { probability: 1 } })
    expect(policyOf(['flip', { cutout: { size: 0.25 } }])).toMatchObject([
      { name: 'flip', params: { probability: 0.5 } },
      { name: 'cutout', params: { size: 0.25, fill: 127, probability: 1 } },
    ])
    expect(policyOf([])).toEqual([])
  })

  test('reports every mistake', () => {
    expect(mistakes('cropflip')).toEqual([
      `Expected a transform: one of ${Object.keys(transforms).join(', ')}, received "cropflip"; did you mean "cropFlip"?`,
    ])
    expect(mistakes([{ cutout: { size: 2, fil: 3 } }])).toEqual([
      'Expected one of the keys size, fill, probability at 0.cutout.fil, received "fil"; did you mean "fill"?',
      'Expected a number from 0 to 1 at 0.cutout.size, received 2',
    ])
    expect(mistakes(3)).toEqual([`Expected a transform: one of ${Object.keys(transforms).join(', ')}, received 3`])
  })

  test('encodes what it decoded', () => {
    const written = [{ flip: { probability: 1 } }, { cutout: { size: 0.25, fill: 'mean', probability: 1 } }]
    expect(vocabulary.policy.encode(policyOf(written))).toEqual(written)
  })
})

describe('drawPolicy', () => {
  const strong = policyOf(['cropFlip', 'randAugment', 'cutout'])

  test('law: deterministic in its key', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [once, again] = [1, 2].map(() => JSON.stringify(drawPolicy(strong)(keyOf(seed), picture)))
        return once === again
      }),
      { seed: 2 },
    )
  })

  test('law: a draw is data, the same after a trip through JSON', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const draw = drawPolicy(strong)(keyOf(seed), picture)
        const read: typeof draw = JSON.parse(JSON.stringify(draw))
        return Buffer.from(apply(read)(picture).data).equals(Buffer.from(apply(draw)(picture).data))
      }),
      { seed: 3 },
    )
  })

  test('an inserted transform does not change what the others draw', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rectangle = (value: unknown) =>
          drawPolicy(policyOf(value))(keyOf(seed), picture).primitives.find(({ kind }) => kind === 'erase')
        return JSON.stringify(rectangle(['cutout'])) === JSON.stringify(rectangle(['flip', 'randAugment', 'cutout']))
      }),
      { seed: 4 },
    )
  })

  test('two transforms of one name draw independently', () => {
    const twice = policyOf(['cutout', 'cutout'])
    const [erase] = drawPolicy(twice)(fold(keyOf(1), 'twice'), picture).primitives
    expect(erase?.kind === 'erase' && erase.rectangles.map(({ x, y }) => `${x},${y}`)).toHaveLength(2)
    expect(erase?.kind === 'erase' && erase.rectangles[0]).not.toEqual(erase?.kind === 'erase' && erase.rectangles[1])
  })

  test('each transform draws for the size that the one before it leaves', () => {
    const draw = drawPolicy(policyOf([{ resizedCrop: { size: 5 } }, 'cropFlip', 'cutout']))(keyOf(3), picture)
    const { width, height } = apply(draw)(picture)
    expect([width, height]).toEqual([5, 5])
    expect(draw.primitives.map(({ kind }) => kind)).toEqual(['warp', 'erase'])
  })

  test('the empty policy draws the identity', () => {
    expect(drawPolicy([])(keyOf(0), picture)).toEqual(identity)
  })
})
