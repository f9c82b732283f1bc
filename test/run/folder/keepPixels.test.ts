import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DecodeRequest } from '../../../src/image/decode.ts'
import { type KeepPixels, keepPixels } from '../../../src/run/folder/keepPixels.ts'
import { folderWith } from '../../support/folder.ts'

const request: DecodeRequest = { size: { width: 2, height: 1 }, fit: 'cover', channels: 1, pixelLimit: 100 }

const options = (folder: string, more: Partial<KeepPixels> = {}): KeepPixels => ({
  folder,
  budget: 10_000,
  fingerprints: { labeled: 'one', unlabeled: 'two' },
  onTrouble: ({ reason }) => {
    throw new Error(reason)
  },
  ...more,
})

const file = (set: string, index: number) => ({ set, index, path: `${set}/${index}` })

/** Puts pixels, and waits until they are on disk. */
const keep = async (given: KeepPixels, set: string, index: number, pixels: Uint8Array): Promise<void> => {
  const kept = keepPixels(given)
  kept.resources.keptPixels(request)!.put(file(set, index), pixels)
  await kept.close()
}

const found = async (given: KeepPixels, set: string, index: number, how = request): Promise<Uint8Array | undefined> => {
  const kept = keepPixels(given)
  const pixels = kept.resources.keptPixels(how)?.get(file(set, index))
  await kept.close()
  return pixels
}

const pixels = Uint8Array.of(3, 250)

test('what was kept is there in the next run, for its set and its decoding alone', async () => {
  const folder = folderWith({})
  await keep(options(folder), 'labeled', 1, pixels)
  expect(await found(options(folder), 'labeled', 1)).toEqual(pixels)
  expect(await found(options(folder), 'labeled', 0)).toBe(undefined)
  expect(await found(options(folder), 'unlabeled', 1)).toBe(undefined)
  expect(await found(options(folder), 'labeled', 1, { ...request, fit: 'fill' })).toBe(undefined)
})

test('a folder that has changed has other pixels', async () => {
  const folder = folderWith({})
  await keep(options(folder), 'labeled', 1, pixels)
  expect(await found(options(folder, { fingerprints: { labeled: 'changed' } }), 'labeled', 1)).toBe(undefined)
})

test('a budget of 0 keeps nothing and makes no file', async () => {
  const folder = folderWith({})
  expect(keepPixels(options(folder, { budget: 0 })).resources.keptPixels(request)).toBe(null)
  expect(readdirSync(folder)).toEqual([])
})

test('a pack that cannot be opened is told once, and the run goes on without', async () => {
  const folder = folderWith({})
  await keep(options(folder), 'labeled', 0, pixels)
  const [name] = readdirSync(folder)
  rmSync(join(folder, name!))
  mkdirSync(join(folder, name!))
  const told: string[] = []
  const kept = keepPixels(options(folder, { onTrouble: ({ reason }) => told.push(reason) }))
  const pack = kept.resources.keptPixels(request)!
  pack.put(file('labeled', 0), pixels)
  expect(pack.get(file('labeled', 0))).toBe(undefined)
  await kept.close()
  expect(told.length).toBe(1)
  expect(told[0]).toContain(name)
})
