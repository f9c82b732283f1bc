import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { lock } from '../../../src/data/file/lock.ts'
import { prepareFolder } from '../../../src/run/folder/prepareFolder.ts'
import { runFolder } from '../../../src/run/folder/runFolder.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'

/** Above the largest process id that Linux gives. */
const dead = 2 ** 22 + 1

/** The process that started this one is alive as long as the test is. */
const alive = process.ppid

describe('lock', () => {
  test('names its process, and is gone when released', async () => {
    const file = join(folderWith({}), 'lock')
    const held = resultOf(await lock(file))
    expect(readFileSync(file, 'utf8')).toBe(`${process.pid}\n`)
    await held.release()
    expect(existsSync(file)).toBe(false)
  })

  test('is refused while its process lives', async () => {
    const file = join(folderWith({ lock: `${alive}\n` }), 'lock')
    expect(messageOf(await lock(file))).toBe(
      `The run folder is in use by process ${alive} (${file}). Wait for it to end, or choose another --out`,
    )
  })

  test.each([
    ['dead', `${dead}\n`],
    ['unreadable', 'who?'],
  ])('is taken over when its process is %s', async (_, content) => {
    const file = join(folderWith({ lock: content }), 'lock')
    await resultOf(await lock(file)).release()
    expect(existsSync(file)).toBe(false)
  })

  test('goes to one of many that want it at once', async () => {
    const file = join(folderWith({}), 'lock')
    const all = await Promise.all(Array.from({ length: 8 }, () => lock(file)))
    expect(all.filter(E.isRight).length).toBe(1)
  })
})

describe('prepareFolder', () => {
  const inUse = (root: string) => {
    writeFileSync(join(root, 'lock'), `${alive}\n`)
    return runFolder(root)
  }

  test('makes a new folder', async () => {
    const root = join(folderWith({}), 'new')
    expect(resultOf(await prepareFolder(runFolder(root), 'refuse'))).toBe(null)
    expect(existsSync(root)).toBe(true)
  })

  test('refuses a folder with something in it', async () => {
    const root = folderWith({ 'thesis.txt': 'mine' })
    expect(messageOf(await prepareFolder(runFolder(root), 'refuse'))).toBe(
      `${root} is a folder that is not empty. Go on with it with --resume, start over with --fresh, or choose another --out`,
    )
    const run = folderWith({ 'checkpoints/step-000000001/state.json': '' })
    expect(messageOf(await prepareFolder(runFolder(run), 'refuse'))).toContain(`${run} is a run with checkpoints.`)
  })

  test('has nothing to resume in an empty folder', async () => {
    const root = folderWith({})
    expect(messageOf(await prepareFolder(runFolder(root), 'resume'))).toBe(
      `There is no run to resume in ${root}. Start it without --resume, or name its folder with --out`,
    )
  })

  test('sets an old folder aside for a fresh start, and deletes nothing', async () => {
    const root = folderWith({ 'thesis.txt': 'mine' })
    expect(resultOf(await prepareFolder(runFolder(root), 'fresh'))).toBe(`${root}.old1`)
    expect(readFileSync(`${root}.old1/thesis.txt`, 'utf8')).toBe('mine')
    writeFileSync(join(root, 'again'), '')
    expect(resultOf(await prepareFolder(runFolder(root), 'fresh'))).toBe(`${root}.old2`)
  })

  test('does not set aside the folder of a running run', async () => {
    const root = folderWith({ 'metrics.jsonl': '' })
    expect(messageOf(await prepareFolder(inUse(root), 'fresh'))).toContain(
      `The run folder is in use by process ${alive}`,
    )
    expect(existsSync(join(root, 'metrics.jsonl'))).toBe(true)
  })
})
