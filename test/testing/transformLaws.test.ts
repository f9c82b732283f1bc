import { describe, expect, test } from 'vitest'
import { type Draw, drawOf, identity } from '../../src/augment/draw.ts'
import { lookup } from '../../src/augment/primitive/lookup.ts'
import { nothing } from '../../src/codec/index.ts'
import { defineTransform, type Transform } from '../../src/kind/transform/transform.ts'
import { quarterTurns } from '../../src/kind/transform/warp/rotate90.ts'
import { integer } from '../../src/prelude/random.ts'
import { drawsFromKey, keepsImage, keepsSize, transformCase, writesTargets } from '../../src/testing/index.ts'
import { holdsFor } from '../support/laws.ts'

const transform = (use: Transform) =>
  defineTransform({ name: 'tried', summary: 'a transform under test', params: nothing, use: () => use })

const holds = (use: Transform, law: typeof keepsSize): boolean => {
  const tried = transform(use)
  return holdsFor(transformCase(tried), law(tried))
}

const turned = { field: 'turn', kind: 'category', size: 4 } as const

test.each(Object.entries({ drawsFromKey, keepsSize, keepsImage, writesTargets }))('a sound transform: %s', (_, law) => {
  const sound: Transform = {
    draw: (key, size) => ({ ...quarterTurns(2 * integer(key, 2), size), targets: { turn: 2 * integer(key, 2) } }),
    targets: [turned],
  }
  expect(holds(sound, law)).toBe(true)
})

describe('a transform that breaks a law is caught', () => {
  test('by chance of its own', () => {
    let draws = 0
    const draw = (): Draw => ({ ...identity, targets: { draws: draws++ } })
    expect(holds({ draw }, drawsFromKey)).toBe(false)
  })

  test('by a size that it does not declare', () => {
    const draw: Transform['draw'] = (_, size) => quarterTurns(1, size)
    expect(holds({ draw }, keepsSize)).toBe(false)
    expect(holds({ draw, outputSize: ({ width, height }) => ({ width: height, height: width }) }, keepsSize)).toBe(true)
    expect(holds({ draw, outputSize: () => null }, keepsSize)).toBe(true)
  })

  test('by writing to the image', () => {
    // A curve that is asked for its shape while it is applied: the only way to reach the image is through the draw.
    const seen: Uint8Array[] = []
    const draw: Transform['draw'] = (_, size) => {
      const data = (size as { readonly data?: Uint8Array }).data
      if (data !== undefined) seen.push(data)
      data?.fill(0)
      return drawOf(lookup())
    }
    expect(holds({ draw }, keepsImage)).toBe(false)
    expect(seen.length).toBeGreaterThan(0)
  })

  test('by a target that it does not declare, by one that it leaves out, and by a class beyond its size', () => {
    const writing =
      (targets: Draw['targets']): Transform['draw'] =>
      () => ({ ...identity, targets })
    expect(holds({ draw: writing({ turn: 1 }) }, writesTargets)).toBe(false)
    expect(holds({ draw: writing({}), targets: [turned] }, writesTargets)).toBe(false)
    expect(holds({ draw: writing({ turn: 4 }), targets: [turned] }, writesTargets)).toBe(false)
    expect(holds({ draw: writing({ turn: 3 }), targets: [turned] }, writesTargets)).toBe(true)
  })

  test('by numbers of another length', () => {
    const shift = { field: 'shift', kind: 'vector', size: 2 } as const
    const writing =
      (shifts: readonly number[]): Transform['draw'] =>
      () => ({ ...identity, targets: { shift: shifts } })
    expect(holds({ draw: writing([1, 2, 3]), targets: [shift] }, writesTargets)).toBe(false)
    expect(holds({ draw: writing([1, 2]), targets: [shift] }, writesTargets)).toBe(true)
  })
})
