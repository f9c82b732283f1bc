import { expect, test } from 'vitest'
import { ledgerRowOf } from '../../../src/run/folder/ledgerRowOf.ts'

const record = (set: string, path: string) => ({
  file: { set, index: 0, path },
  label: 1,
  confidence: 0.75,
  accepted: false,
  probabilities: [0.25, 0.75],
})

const classes = ['cat', 'dog']

test('a row has the name of the class, and the path within the folder of the set', () => {
  expect(ledgerRowOf(record('unlabeled', 'photos/all/a/b.jpg'), './photos/all/', classes)).toEqual({
    file: 'a/b.jpg',
    set: 'unlabeled',
    label: 'dog',
    confidence: 0.75,
    accepted: false,
    probabilities: [0.25, 0.75],
  })
})

test('only the two sets of a run are named', () => {
  const setOf = (set: string) => ledgerRowOf(record(set, '/all/b.jpg'), '/all', classes).set
  expect(['unlabeled', 'labeled', 'images'].map(setOf)).toEqual(['unlabeled', 'labeled', null])
})

test('what rounding lifted above 1 is 1', () => {
  const lifted = { ...record('labeled', '/all/b.jpg'), confidence: 1 + 2 ** -23, probabilities: [0, 1 + 2 ** -23] }
  expect(ledgerRowOf(lifted, '/all', classes)).toMatchObject({ confidence: 1, probabilities: [0, 1] })
})
