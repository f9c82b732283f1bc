import { describe, expect, test } from 'vitest'
import {
  flowName,
  headName,
  modelName,
  reads,
  readsLedger,
  stateName,
  view,
  viewOrStack,
  weightsName,
  writes,
  writesLedger,
} from '../../src/codec/roles.ts'
import { decodeOrMessages } from '../support/decoding.ts'

describe('names of fields', () => {
  test.each(['weak', 'unlabeled.weak', 'a.b-c.d2'])('%s', (name) => {
    for (const codec of [reads('images'), writes('mask'), view]) expect(decodeOrMessages(codec, name)).toBe(name)
  })

  test.each(['', '2a', 'a..b', '.a', 'a.', 'a b', 'a.$b', 3])('not %s', (name) =>
    expect(decodeOrMessages(reads('images', 'mask'), name)).toEqual([
      `Expected a field (images or mask), received ${JSON.stringify(name)}`,
    ]),
  )

  test('of what is written', () =>
    expect(decodeOrMessages(writes('mask'), 1)).toEqual(['Expected a field name (mask), received 1']))

  test('say what they refer to', () => {
    expect(reads('mask').shape).toMatchObject({ role: { of: 'read', kinds: ['mask'], view: false } })
    expect(viewOrStack.shape).toMatchObject({ role: { of: 'read', kinds: ['images', 'stacks'], view: true } })
    expect(view.shape).toMatchObject({ role: { of: 'read', kinds: ['images'], view: true } })
    expect(writes('mask').shape).toMatchObject({ role: { of: 'write', kind: 'mask' } })
    expect(readsLedger.shape).toMatchObject({ role: { of: 'ledger', access: 'read' } })
    expect(writesLedger.shape).toMatchObject({ role: { of: 'ledger', access: 'write' } })
  })
})

describe('names of other things', () => {
  test.each([
    [modelName, 'model'],
    [flowName, 'flow'],
    [headName, 'head'],
    [stateName, 'state'],
    [readsLedger, 'ledger'],
    [writesLedger, 'ledger'],
  ] as const)('%# %s', (codec, of) => {
    expect(decodeOrMessages(codec, 'student-2')).toBe('student-2')
    expect(decodeOrMessages(codec, 'a.b')).toEqual([`Expected the name of a ${of}, received "a.b"`])
    expect(codec.shape).toMatchObject({ kind: 'text', role: { of } })
  })

  test.each(['raw', 'average', 'slow-2'])('weights: %s', (name) =>
    expect(decodeOrMessages(weightsName, name)).toBe(name),
  )

  test.each(['', '2', 'a.b', 'a b', 3, null])('not weights: %j', (name) =>
    expect(decodeOrMessages(weightsName, name)).toEqual([
      `Expected raw, or the name of an average, received ${JSON.stringify(name)}`,
    ]),
  )

  test('weights say what they refer to', () =>
    expect(weightsName.shape).toMatchObject({ kind: 'text', role: { of: 'weights' } }))
})
