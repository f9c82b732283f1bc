import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { openPack } from '../../src/data/pack.ts'

// The cost of the pack per record: to write it, and to read it back from the page cache.
const folder = mkdtempSync(join(tmpdir(), 'understudy-pack-'))
for (const size of [784, 3072, 150_528]) {
  const count = Math.min(50_000, Math.floor(2e8 / size))
  const opened = openPack({ file: join(folder, `${size}.pack`), key: 'bench', size, budget: 1e9 })
  if (E.isLeft(opened)) throw new Error(opened.left.reason)
  const pack = opened.right
  const bytes = new Uint8Array(size).fill(7)
  const began = performance.now()
  for (let i = 0; i < count; i += 8) await Promise.all(Array.from({ length: 8 }, (_, j) => pack.put(i + j, bytes)))
  const written = performance.now()
  let found = 0
  for (let i = 0; i < count; i++) if (pack.get((i * 7919) % count) !== undefined) found++
  const read = performance.now()
  const each = (from: number, to: number): string => ((1000 * (to - from)) / count).toFixed(1)
  console.log(
    `${size} bytes: put ${each(began, written)} µs, get ${each(written, read)} µs (${found} of ${count} found)`,
  )
  await pack.close()
}
rmSync(folder, { recursive: true })
