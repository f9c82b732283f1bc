import { describe, expect, test } from 'vitest'
import { agree, agreeShapes, batchedType, copied, ofUnknownSize, showType } from '../../../src/kind/field/fieldType.ts'

test('a type is shown with its sizes, one without sizes by its kind', () => {
  expect(showType({ kind: 'images', shape: [64, 32, 32, 3] })).toBe('images [64, 32, 32, 3]')
  expect(showType({ kind: 'share', shape: [] })).toBe('share')
})

test('a batch puts its size before the others; what batches alone hold stays', () => {
  expect(batchedType({ kind: 'category', shape: ['classes'] }, 8)).toEqual({
    kind: 'distribution',
    shape: [8, 'classes'],
  })
  expect(batchedType({ kind: 'share', shape: [] }, 'batch')).toEqual({ kind: 'mask', shape: ['batch'] })
  expect(batchedType({ kind: 'vector', shape: [4], run: 8 }, 16)).toEqual({ kind: 'embedding', shape: [16, 4], run: 8 })
  const mask = { kind: 'mask', shape: [8] } as const
  expect(batchedType(mask, 3)).toBe(mask)
})

test('runs get longer where samples are copied, other fields are left out', () =>
  expect(
    copied({ source: { kind: 'vector', shape: [4], run: 8 }, label: { kind: 'category', shape: [3] } }, 4),
  ).toEqual({
    source: { kind: 'vector', shape: [4], run: 32 },
  }))

test('a kind of unknown size has the names of its sizes', () => {
  expect(ofUnknownSize('image')).toEqual({ kind: 'image', shape: ['height', 'width', 'channels'] })
  expect(ofUnknownSize('scalar')).toEqual({ kind: 'scalar', shape: [] })
})

describe('sizes agree', () => {
  test.each([
    [3, 3, true],
    [3, 4, false],
    ['classes', 4, true],
    [4, 'classes', true],
    ['classes', 'classes', true],
  ])('%j and %j: %j', (a, b, same) => expect(agree(a, b)).toBe(same))

  test('in all places, of as many places', () => {
    expect(agreeShapes(['batch', 3], [8, 3])).toBe(true)
    expect(agreeShapes(['batch', 3], [8, 4])).toBe(false)
    expect(agreeShapes(['batch', 3], [8])).toBe(false)
  })
})
