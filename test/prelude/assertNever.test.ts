import { expect, test } from 'vitest'
import { assertNever } from '../../src/prelude/assertNever.ts'
import { InvariantViolation } from '../../src/prelude/errors.ts'

test('throws on a value that got past the types', () => {
  const call = (): never => assertNever({ _tag: 'Strange' } as never)
  expect(call).toThrow(InvariantViolation)
  expect(call).toThrow('Expected no other case, received {"_tag":"Strange"}')
})
