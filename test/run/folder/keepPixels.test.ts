import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { nothing } from '../../../src/codec/index.ts'
import type { Frame } from '../../../src/kind/field/frame.ts'
import { fileOf } from '../../../src/kind/field/frame.ts'
import { defineStage, type KeepRequest } from '../../../src/kind/stage/stage.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { type KeepPixels, keepPixels } from '../../../src/run/folder/keepPixels.ts'
import { folderWith } from '../../support/folder.ts'
import { using } from '../../support/vocabulary.ts'

const request: KeepRequest = { of: { width: 2, height: 1, fit: 'cover' }, size: 2 }

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
  kept.resources.kept(request)!.put(file(set, index), pixels)
  await kept.close()
}

const found = async (given: KeepPixels, set: string, index: number, how = request): Promise<Uint8Array | undefined> => {
  const kept = keepPixels(given)
  const pixels = kept.resources.kept(how)?.get(file(set, index))
  await kept.close()
  return pixels
}

const pixels = Uint8Array.of(3, 250)

test('what was kept is there in the next run, for its set and its request alone', async () => {
  const folder = folderWith({})
  await keep(options(folder), 'labeled', 1, pixels)
  expect(await found(options(folder), 'labeled', 1)).toEqual(pixels)
  expect(await found(options(folder), 'labeled', 0)).toBe(undefined)
  expect(await found(options(folder), 'unlabeled', 1)).toBe(undefined)
  const other = { ...request, of: { width: 2, height: 1, fit: 'fill' } }
  expect(await found(options(folder), 'labeled', 1, other)).toBe(undefined)
})

test('a folder that has changed has other pixels', async () => {
  const folder = folderWith({})
  await keep(options(folder), 'labeled', 1, pixels)
  expect(await found(options(folder, { fingerprints: { labeled: 'changed' } }), 'labeled', 1)).toBe(undefined)
})

test('a budget of 0 keeps nothing and makes no file', async () => {
  const folder = folderWith({})
  expect(keepPixels(options(folder, { budget: 0 })).resources.kept(request)).toBe(null)
  expect(readdirSync(folder)).toEqual([])
})

test('a pack that cannot be opened is reported once, and the run goes on without it', async () => {
  const folder = folderWith({})
  await keep(options(folder), 'labeled', 0, pixels)
  const [name] = readdirSync(folder)
  rmSync(join(folder, name!))
  mkdirSync(join(folder, name!))
  const reported: string[] = []
  const kept = keepPixels(options(folder, { onTrouble: ({ reason }) => reported.push(reason) }))
  const pack = kept.resources.kept(request)!
  pack.put(file('labeled', 0), pixels)
  expect(pack.get(file('labeled', 0))).toBe(undefined)
  await kept.close()
  expect(reported.length).toBe(1)
  expect(reported[0]).toContain(name)
})

test("a user's stage keeps bytes of its own: in the next run it computes nothing", async () => {
  let computed = 0
  const brightness = defineStage({
    name: 'brightness',
    summary: 'a number that takes long to compute',
    params: nothing,
    use: () => ({
      infer: () => E.right({ brightness: { kind: 'category', shape: [] } }),
      run: ({ kept }) => {
        const bytes = kept({ of: { stage: 'brightness', version: 1 }, size: 1 })
        return (frame) => {
          const of = fileOf(frame, 'file')
          const before = bytes?.get(of)
          if (before === undefined) computed++
          const now = before ?? Uint8Array.of(40 + of.index)
          if (before === undefined) bytes?.put(of, now)
          return E.right([{ ...frame, brightness: now[0]! }])
        }
      },
    }),
  })
  const folder = folderWith({})
  const runOnce = async (): Promise<readonly unknown[]> => {
    const { resources, close } = keepPixels(options(folder))
    const run = using(brightness, {}).run(resources)
    const results = await Promise.all([0, 1, 2].map((i) => run({ file: file('unlabeled', i) } as Frame, keyOf(1))))
    await close()
    return results.map((result) => (E.isRight(result) ? result.right[0]!['brightness'] : result.left))
  }
  expect(await runOnce()).toEqual([40, 41, 42])
  expect(computed).toBe(3)
  expect(await runOnce()).toEqual([40, 41, 42])
  expect(computed).toBe(3)
})
