import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../../../src/augment/apply.ts'
import { policySize } from '../../../src/kind/transform/policySize.ts'
import { sizeAfter } from '../../../src/kind/transform/sizeAfter.ts'
import { transforms } from '../../../src/kind/transform/transforms.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { drawn, policyOf, rasters, transformNames } from '../../augment/arbitraries.ts'
import { vocabulary } from '../../support/vocabulary.ts'

describe('the table of transforms', () => {
  test('gives every parameter a default and a document', () => {
    const bare = Object.values(transforms).filter((unit) => {
      const { shape } = paramsOf(unit as never)
      return (
        shape.kind !== 'record' ||
        Object.values(shape.fields).some(({ doc, fallback }) => doc === '' || fallback === undefined)
      )
    })
    expect(bare.map(({ name }) => name)).toEqual([])
  })
})

describe('laws of every transform', () => {
  test('its parameters survive being written and read', () => {
    fc.assert(
      fc.property(transformNames, (name) => {
        const read = policyOf(name)
        return JSON.stringify(policyOf(vocabulary.policy.encode(read))) === JSON.stringify(read)
      }),
      { seed: 41 },
    )
  })

  test('draws the same from the same key', () => {
    fc.assert(
      fc.property(transformNames, fc.nat(), rasters, (name, seed, image) => {
        const [once, again] = [1, 2].map(() => JSON.stringify(drawn(name, seed, image)))
        return once === again
      }),
      { seed: 42 },
    )
  })

  test('draws plain data: nothing is lost in JSON', () => {
    fc.assert(
      fc.property(transformNames, fc.nat(), rasters, (name, seed, image) => {
        const draw = drawn(name, seed, image)
        // -0 is written 0.
        return JSON.stringify(JSON.parse(JSON.stringify(draw))) === JSON.stringify(draw)
      }),
      { seed: 43 },
    )
  })

  test('takes any picture, and gives the size it says', () => {
    fc.assert(
      fc.property(transformNames, fc.nat(), rasters, (name, seed, image) => {
        const draw = drawn(name, seed, image)
        const { width, height, channels, data } = apply(draw)(image)
        const stated = policySize(policyOf(name), image)
        const after = sizeAfter(draw, image)
        return (
          data.length === width * height * channels &&
          channels === image.channels &&
          after.width === width &&
          after.height === height &&
          (stated === null || (stated.width === width && stated.height === height))
        )
      }),
      { seed: 44, numRuns: 500 },
    )
  })
})
