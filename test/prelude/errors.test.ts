import { describe, expect, test } from 'vitest'
import { dataError, declarationError, InvariantViolation, runError } from '../../src/prelude/errors.ts'

describe('errors', () => {
  test('carry their tag', () => {
    expect(declarationError({ path: [], expected: 'a', received: 'b' })).toEqual({
      _tag: 'DeclarationError',
      path: [],
      expected: 'a',
      received: 'b',
    })
    expect(dataError('f', 's', 'r')).toEqual({ _tag: 'DataError', file: 'f', stage: 's', reason: 'r' })
  })

  test('a run error without a remedy has no key for it', () => {
    expect(Object.keys(runError('r'))).toEqual(['_tag', 'reason'])
    expect(runError('r', 'm')).toEqual({ _tag: 'RunError', reason: 'r', remedy: 'm' })
  })

  test('a bug is an Error with its own name', () => {
    const bug = new InvariantViolation('broken')
    expect(bug).toBeInstanceOf(Error)
    expect(String(bug)).toBe('InvariantViolation: broken')
  })
})
