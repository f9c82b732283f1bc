import { describe, expect, test } from 'vitest'
import { list } from '../../../src/codec/combinator/collections.ts'
import { either } from '../../../src/codec/combinator/either.ts'
import { count, number } from '../../../src/codec/combinator/numbers.ts'
import { field, record } from '../../../src/codec/combinator/record.ts'
import { choice } from '../../../src/codec/combinator/texts.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

const rate = either('a rate or a schedule', number({ min: 0 }), record({ peak: field(count, 'peak') }))

describe('either', () => {
  test('takes what one of the two takes', () => {
    expect(decodeOrMessages(rate, 0.5)).toBe(0.5)
    expect(decodeOrMessages(rate, { peak: 2 })).toEqual({ peak: 2 })
  })

  test.each([
    [-1, 'Expected a number of at least 0, received -1'],
    [{ peak: 0 }, 'Expected a whole number of at least 1 at peak, received 0'],
    ['x', 'Expected a rate or a schedule, received "x"'],
    [[1], 'Expected a rate or a schedule, received [1]'],
    [null, 'Expected a rate or a schedule, received null'],
  ])('%o: the codec of the same kind speaks', (value, message) =>
    expect(decodeOrMessages(rate, value)).toEqual([message]),
  )

  test('encodes by the codec that knows the value', () => {
    const policy = either('a policy', choice('flip'), list(choice('flip')))
    expect(policy.encode('flip')).toBe('flip')
    expect(policy.encode(['flip'])).toEqual(['flip'])
    expect([policy.is('flip'), policy.is(['flip']), policy.is('x')]).toEqual([true, true, false])
    expect(decodeOrMessages(policy, ['fli'])).toEqual(['Expected "flip" at 0, received "fli"; did you mean "flip"?'])
  })
})
