import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identity } from '../../../src/augment/draw.ts'
import { nothing } from '../../../src/codec/combinator/record.ts'
import { defineTransform, type Transform, targetIn } from '../../../src/kind/transform/transform.ts'
import {
  drawsFromKey,
  type keepsImage,
  keepsSize,
  transformCase,
  writesTargets,
} from '../../../src/testing/transformLaws.ts'

type Law = typeof drawsFromKey | typeof keepsSize | typeof keepsImage | typeof writesTargets

describe('targetIn', () => {
  test('is one target where a file asks for it, else none', () => {
    expect(targetIn('turn', 'category', 4)).toEqual([{ field: 'turn', kind: 'category', size: 4 }])
    expect(targetIn(null, 'vector', 2)).toEqual([])
  })
})

describe('the laws find', () => {
  const broken = (transform: Transform) =>
    defineTransform({ name: 'broken', summary: 'does not keep a law', params: nothing, use: () => transform })
  const failed = (transform: Transform, law: Law) => {
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
