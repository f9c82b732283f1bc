import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { syncPath } from '../../../src/data/file/syncPath.ts'
import { folderWith } from '../../support/folder.ts'

vi.mock('node:fs', { spy: true })
beforeEach(() => {
  vi.clearAllMocks()
})

describe('syncPath', () => {
  test.each([
    ['a file', 'a.json'],
    ['a folder', '.'],
  ])('opens %s, syncs it and closes it', (_, name) => {
    syncPath(join(folderWith({ 'a.json': '{}' }), name))
    const descriptor = vi.mocked(openSync).mock.results[0]?.value
    expect(vi.mocked(fsyncSync).mock.calls).toEqual([[descriptor]])
    expect(vi.mocked(closeSync).mock.calls).toEqual([[descriptor]])
    const order = [openSync, fsyncSync, closeSync].map((call) => vi.mocked(call).mock.invocationCallOrder[0]!)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  test('throws the error of the system if nothing is there', () =>
    expect(() => syncPath(join(folderWith({}), 'none'))).toThrow('ENOENT'))
})
