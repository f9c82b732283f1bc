import { describe, expect, test } from 'vitest'
import type { FieldTypes } from '../../../src/kind/field/fieldType.ts'
import type { Frame } from '../../../src/kind/field/frame.ts'
import { isOneImage } from '../../../src/run/stream/isOneImage.ts'
import { range, repeat, type Sequence, map as sequenceMap, sequenceOf } from '../../../src/stream/sequence.ts'

const types: FieldTypes = { file: { kind: 'file', shape: [] }, label: { kind: 'category', shape: [2] } }

const of = (...indexes: readonly number[]): Sequence<Frame> =>
  sequenceOf(indexes.map((index, i) => ({ file: { set: 'unlabeled', index, path: `${index}.png` }, label: i })))

describe('one image', () => {
  test('is one, however often it comes', () => {
    expect(isOneImage(of(3), types)).toBe(true)
    expect(isOneImage(repeat(5)(of(3)), types)).toBe(true)
  })

  test('is not two, wherever the second stands', () => {
    expect(isOneImage(of(3, 4), types)).toBe(false)
    expect(isOneImage(of(3, 3, 3, 4), types)).toBe(false)
  })

  test('of each of two sets are two', () => {
    const both = sequenceOf(['labeled', 'unlabeled'].map((set) => ({ file: { set, index: 0, path: 'a.png' } })))
    expect(isOneImage(both, types)).toBe(false)
  })

  test('is not known of no samples, of samples without end, and of those without a file', () => {
    expect(isOneImage(of(), types)).toBe(false)
    expect(isOneImage(repeat(Number.POSITIVE_INFINITY)(of(3)), types)).toBe(false)
    expect(isOneImage(of(3), { label: types['label']! })).toBe(false)
  })

  test('is read no further than the second', () => {
    let read = 0
    const counted = sequenceMap((index: number): Frame => {
      read++
      return { file: { set: 'unlabeled', index, path: `${index}.png` } }
    })(range(1_000_000))
    expect(isOneImage(counted, types)).toBe(false)
    expect(read).toBe(2)
  })
})
