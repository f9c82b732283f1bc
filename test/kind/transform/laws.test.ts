// Covers src/kind/transform/transform.ts, src/kind/transform/fields.ts, src/kind/transform/affineDraw.ts.
// Covers src/kind/transform/randOperation.ts, src/kind/transform/warp/euclidean.ts.
// Covers src/kind/transform/warp/similarity.ts, src/kind/transform/sizeAfter.ts.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identity } from '../../../src/augment/draw.ts'
import { nothing } from '../../../src/codec/combinator/record.ts'
import type { Unit } from '../../../src/codec/index.ts'
import { defineTransform, type Transform, targetIn } from '../../../src/kind/transform/transform.ts'
import { transforms } from '../../../src/kind/transform/transforms.ts'
import {
  drawsFromKey,
  keepsImage,
  keepsSize,
  transformCase,
  writesTargets,
} from '../../../src/testing/transformLaws.ts'

/** Only a transform itself knows its parameters. */
type AnyTransform = Unit<'transform', Transform, unknown>

const all = Object.values(transforms) as unknown as readonly AnyTransform[]

const laws = [
  ['draws from the key and the size alone', drawsFromKey],
  ['gives the size that it declares', keepsSize],
  ['does not write to the image', keepsImage],
  ['writes down the targets that it declares', writesTargets],
] as const

describe.each(all.map((transform) => [transform.name, transform] as const))('%s', (_name, transform) => {
  test.each(laws)('%s', (_law, law) => {
    fc.assert(fc.property(transformCase(transform), law(transform)), { seed: 111, numRuns: 60 })
  })
})

describe('targetIn', () => {
  test('is one target where a file asks for it, else none', () => {
    expect(targetIn('turn', 'category', 4)).toEqual([{ field: 'turn', kind: 'category', size: 4 }])
    expect(targetIn(null, 'vector', 2)).toEqual([])
  })
})

describe('the laws find', () => {
  const broken = (transform: Transform) =>
    defineTransform({ name: 'broken', summary: 'does not keep a law', params: nothing, use: () => transform })
  const failed = (transform: Transform, law: (typeof laws)[number][1]) => {
    const unit = broken(transform)
    return fc.check(fc.property(transformCase(unit), law(unit)), { seed: 112 }).failed
  }

  test('a draw that looks at more than key and size', () => {
    let calls = 0
    const draw: Transform['draw'] = () => ({ ...identity, targets: { count: calls++ } })
    expect(failed({ draw }, drawsFromKey)).toBe(true)
  })

  test('a size that is another than declared', () =>
    expect(failed({ draw: () => identity, outputSize: () => ({ width: 3, height: 3 }) }, keepsSize)).toBe(true))

  test('a target that is missing, or beyond its classes', () => {
    const targets = targetIn('turn', 'category', 4)
    expect(failed({ draw: () => identity, targets }, writesTargets)).toBe(true)
    expect(failed({ draw: () => ({ ...identity, targets: { turn: 4 } }), targets }, writesTargets)).toBe(true)
    expect(failed({ draw: () => ({ ...identity, targets: { turn: 3 } }), targets }, writesTargets)).toBe(false)
  })
})
