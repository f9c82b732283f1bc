import { afterEach, expect, test, vi } from 'vitest'
import { fail } from '../../../src/cli/process/fail.ts'
import { declarationError, runError, type UnderstudyError } from '../../../src/prelude/errors.ts'

const before = process.exitCode

afterEach(() => {
  process.exitCode = before
})

const failing = (...errors: readonly UnderstudyError[]) => {
  const said: string[] = []
  const error = vi.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line))
  fail(errors)
  error.mockRestore()
  return { said, status: process.exitCode }
}

const declaration = declarationError({ path: ['steps'], expected: 'a count', received: '0' })

test('errors have a line each; the status is 1, and 2 where the file or the command line is wrong', () => {
  expect(failing(runError('no images', 'Add some'))).toEqual({ said: ['understudy: no images. Add some'], status: 1 })
  expect(failing(runError('no images', 'Add some'), declaration)).toEqual({
    said: ['understudy: no images. Add some', 'understudy: Expected a count at steps, received 0'],
    status: 2,
  })
})
