// Covers src/run/folder/runFolder.ts.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { lock } from '../../../src/data/file/lock.ts'
import { prepareFolder } from '../../../src/run/folder/prepareFolder.ts'
import { runFolder } from '../../../src/run/folder/runFolder.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'

const nothing = E.right(null)

test('everything of a run is directly in its folder, each under a name of its own', () => {
  const { root, ...rest } = runFolder('/runs/one')
  const files = Object.values(rest)
  expect(root).toBe('/runs/one')
  expect(files.map((file) => dirname(file))).toEqual(files.map(() => root))
  expect(new Set(files).size).toBe(files.length)
})

describe('a new folder', () => {
  test.each(['refuse', 'fresh'] as const)('is made, however deep (%s)', async (existing) => {
    const root = join(folderWith({}), 'a/b')
    expect(await prepareFolder(runFolder(root), existing)).toEqual(nothing)
    expect(readdirSync(root)).toEqual([])
  })

  test('cannot be resumed, and is not made', async () => {
    const root = join(folderWith({}), 'none')
    expect(messageOf(await prepareFolder(runFolder(root), 'resume'))).toBe(
      `There is no run to resume in ${root}. Start it without --resume, or name its folder with --out`,
    )
    expect(readdirSync(dirname(root))).toEqual([])
  })

  test('that is there and empty is as good as new', async () => {
    const root = folderWith({})
    expect(await prepareFolder(runFolder(root), 'refuse')).toEqual(nothing)
    expect(await prepareFolder(runFolder(root), 'fresh')).toEqual(nothing)
    expect(messageOf(await prepareFolder(runFolder(root), 'resume'))).toContain('There is no run to resume')
  })
})

describe('a folder with content', () => {
  test('is refused by default, and the message says what it is', async () => {
    const root = folderWith({ 'notes.txt': 'mine' })
    const end = 'Go on with it with --resume, start over with --fresh, or choose another --out'
    expect(messageOf(await prepareFolder(runFolder(root), 'refuse'))).toBe(
      `${root} is a folder that is not empty. ${end}`,
    )
    mkdirSync(join(root, 'checkpoints/step-000000003'), { recursive: true })
    expect(messageOf(await prepareFolder(runFolder(root), 'refuse'))).toBe(`${root} is a run with checkpoints. ${end}`)
  })

  test('is left as it is when it is resumed', async () => {
    const root = folderWith({ 'metrics.jsonl': '{}\n' })
    expect(await prepareFolder(runFolder(root), 'resume')).toEqual(nothing)
    expect(readdirSync(root)).toEqual(['metrics.jsonl'])
  })

  test('law: a fresh start deletes nothing; the old folder is set aside under the first free name', async () => {
    const root = join(folderWith({}), 'run')
    const asides: (string | null)[] = []
    for (const content of ['first', 'second']) {
      mkdirSync(root, { recursive: true })
      writeFileSync(join(root, 'metrics.jsonl'), content)
      asides.push(resultOf(await prepareFolder(runFolder(root), 'fresh')))
      expect(readdirSync(root)).toEqual([])
    }
    expect(asides).toEqual([`${root}.old1`, `${root}.old2`])
    expect(asides.map((aside) => readFileSync(join(aside!, 'metrics.jsonl'), 'utf8'))).toEqual(['first', 'second'])
  })

  test('that a run uses is not set aside', async () => {
    const root = folderWith({ 'metrics.jsonl': '' })
    const held = resultOf(await lock(runFolder(root).lock))
    expect(messageOf(await prepareFolder(runFolder(root), 'fresh'))).toContain('The run folder is in use by process')
    await held.release()
    expect(resultOf(await prepareFolder(runFolder(root), 'fresh'))).toBe(`${root}.old1`)
  })
})
