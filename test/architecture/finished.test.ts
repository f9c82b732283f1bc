import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { finished, inRooms } from './finished.ts'

test('every finished room exists', () => {
  expect([...new Set(Object.values(finished).flat())].filter((room) => !existsSync(room))).toEqual([])
})

test('a finding is in a room when the room is its path or a folder above it', () => {
  const findings = [
    'src/kind/loss/loss.ts:1: wide',
    'src/kind/loss: 20 entries',
    'src/kind/losses/a.ts:1: wide',
    'src: 20',
  ]
  expect(inRooms(findings, ['src/kind/loss'])).toEqual(['src/kind/loss/loss.ts:1: wide', 'src/kind/loss: 20 entries'])
  expect(inRooms(['README.md:1: wide'], ['README.md'])).toEqual(['README.md:1: wide'])
  expect(inRooms(['src/kind/loss/loss.ts'], ['src/kind/loss'])).toEqual(['src/kind/loss/loss.ts'])
})
