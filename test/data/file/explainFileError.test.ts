import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { explainFileError } from '../../../src/data/file/explainFileError.ts'
import { render } from '../../../src/prelude/render.ts'

const explained = (action: () => unknown): string => {
  try {
    action()
  } catch (error) {
    return render(explainFileError('do it', error))
  }
  throw new Error('Expected an error')
}
const coded = (code: string): Error => Object.assign(new Error(`${code}: in the system's words`), { code })

describe('explainFileError', () => {
  test('a file that is not there', () =>
    expect(explained(() => readFileSync('/nowhere/a.png'))).toBe('Could not do it (/nowhere/a.png): nothing is there'))

  test('a packed file that is damaged', () => {
    expect(explained(() => gunzipSync('x'))).toBe('Could not do it: a packed file is cut off')
    expect(explained(() => gunzipSync('not packed'))).toBe('Could not do it: a packed file is damaged')
  })

  test('says what to do if something can be done', () =>
    expect(render(explainFileError('do it', coded('ENOSPC')))).toBe(
      'Could not do it: the disk is full. Free some space, then resume the run',
    ))

  test('leaves other reasons in the words of the system', () =>
    expect(render(explainFileError('do it', coded('EIO')))).toBe("Could not do it: EIO: in the system's words"))

  test.each([new TypeError('a bug'), coded('ERR_INVALID_ARG_TYPE'), 'text'])(
    'rethrows our own mistakes: %s',
    (error) => {
      expect(() => explainFileError('do it', error)).toThrow(error as Error)
    },
  )
})
