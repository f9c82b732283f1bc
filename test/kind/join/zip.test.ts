import { describe, expect, test } from 'vitest'
import { zip } from '../../../src/kind/join/zip.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { refusals, using } from '../../support/vocabulary.ts'

describe('zip', () => {
  test('calls fields by the names of the flows', () =>
    expect(using(zip, ['labeled', 'unlabeled'])).toEqual({
      joins: 'flows',
      flows: { labeled: 'labeled', unlabeled: 'unlabeled' },
    }))

  test('or by names of its own', () =>
    expect(using(zip, { labeled: 'ledger', weak: 'unlabeled' })).toEqual({
      joins: 'flows',
      flows: { labeled: 'ledger', weak: 'unlabeled' },
    }))

  test.each([
    [[], 'Expected a list of at least 1, received []'],
    [['a b'], 'Expected the name of a flow at 0, received "a b"'],
    [{ labeled: 3 }, 'Expected the name of a flow at labeled, received 3'],
    ['labeled', 'Expected a list of flows, or a map from names to flows, received "labeled"'],
  ])('%j is refused', (params, message) => expect(refusals(paramsOf(zip), params)).toEqual([message]))
})
