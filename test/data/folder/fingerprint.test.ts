import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../../src/data/folder/fingerprint.ts'
import type { ImageFile } from '../../../src/data/folder/imageFile.ts'

const of = (files: readonly ImageFile[]): string => {
  const print = fingerprint()
  files.forEach(print.add)
  return print.digest()
}
const file = fc.record({ path: fc.string(), size: fc.nat(), modified: fc.nat() })

describe('fingerprint', () => {
  test('of nothing is zero', () => expect(of([])).toBe('00000000000000000000000000000000'))

  test.each([{ path: 'b' }, { size: 2 }, { modified: 3 }])('notices the change %o', (change) => {
    const before = { path: 'a', size: 1, modified: 2 }
    expect(of([{ ...before, ...change }])).not.toBe(of([before]))
  })
})

describe('laws', () => {
  test('does not depend on the order', () =>
    fc.assert(
      fc.property(fc.array(file), (files) => of(files) === of([...files].reverse())),
      { seed: 21 },
    ))
})
