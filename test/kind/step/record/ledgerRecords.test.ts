import { expect, test } from 'vitest'
import { ledgerRecords } from '../../../../src/kind/step/record/ledgerRecords.ts'

const file = (index: number) => ({ set: 'unlabeled', index, path: `photos/${index}.jpg` })

test('the label is the most probable class, the first of equals; the caller says which are accepted', () => {
  const asked: (readonly [number, number])[] = []
  const accepts = (place: number, confidence: number): boolean => {
    asked.push([place, confidence])
    return place === 1
  }
  expect(ledgerRecords([file(7), file(3)], Float32Array.of(0.25, 0.75, 0.5, 0.5), 2, accepts)).toEqual([
    { file: file(7), label: 1, confidence: 0.75, accepted: false, probabilities: [0.25, 0.75] },
    { file: file(3), label: 0, confidence: 0.5, accepted: true, probabilities: [0.5, 0.5] },
  ])
  expect(asked).toEqual([
    [0, 0.75],
    [1, 0.5],
  ])
})

test('what is not exact in binary is written as short as it can be', () => {
  const [record] = ledgerRecords([file(1)], Float32Array.of(0.8, 0.2), 2, () => true)
  expect(record).toMatchObject({ confidence: 0.8, probabilities: [0.8, 0.2] })
})
