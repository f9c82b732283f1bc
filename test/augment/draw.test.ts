import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../../src/augment/apply.ts'
import { concat, drawMonoid, identity } from '../../src/augment/draw.ts'
import { drawn, samePixels, squares, transformNames } from './arbitraries.ts'

describe('laws', () => {
  const seeds = fc.nat()

  test('concat is associative', () => {
    fc.assert(
      fc.property(transformNames, transformNames, transformNames, seeds, (one, two, three, seed) => {
        const [a, b, c] = [one, two, three].map((name, i) => drawn(name, seed + i, { width: 6, height: 6 }))
        return JSON.stringify(concat(concat(a!, b!), c!)) === JSON.stringify(concat(a!, concat(b!, c!)))
      }),
      { seed: 11 },
    )
  })

  test('identity on either side changes nothing', () => {
    fc.assert(
      fc.property(transformNames, seeds, (name, seed) => {
        const draw = drawn(name, seed, { width: 6, height: 6 })
        const written = JSON.stringify(draw)
        return (
          written === JSON.stringify(concat(identity, draw)) &&
          written === JSON.stringify(concat(draw, drawMonoid.empty))
        )
      }),
      { seed: 12 },
    )
  })

  test('apply of concat is one after the other', () => {
    fc.assert(
      fc.property(squares, transformNames, transformNames, seeds, (image, one, two, seed) => {
        const first = drawn(one, seed, image)
        const second = drawn(two, seed + 1, image)
        return samePixels(apply(concat(first, second))(image), apply(second)(apply(first)(image)))
      }),
      { seed: 13, numRuns: 300 },
    )
  })
})

describe('targets', () => {
  test('if two write the same field, the later one wins', () => {
    const first = { primitives: [], targets: { turn: 1, map: [1, 2] } }
    expect(concat(first, { primitives: [], targets: { turn: 3 } }).targets).toEqual({ turn: 3, map: [1, 2] })
  })
})
