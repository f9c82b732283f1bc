import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'

export interface Lock {
  readonly release: () => Promise<void>
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    // EPERM: the process exists and belongs to another user.
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * The locks that this process holds.
 *
 * A lock file with the number of this process that is not among them is a leftover: an earlier process had
 * the same number.
 */
const held = new Set<string>()

const contentOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const holderOf = (file: string, content: string): number | undefined => {
  const pid = Number.parseInt(content, 10)
  if (!Number.isInteger(pid)) return undefined
  return (pid === process.pid ? held.has(resolve(file)) : isAlive(pid)) ? pid : undefined
}

const take = (file: string): boolean => {
  try {
    const descriptor = openSync(file, 'wx')
    writeSync(descriptor, `${process.pid}\n`)
    closeSync(descriptor)
    held.add(resolve(file))
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

/** Moves a leftover lock out of the way. Puts it back if another process took it over meanwhile. */
const clear = (file: string, leftover: string): void => {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (contentOf(aside) === leftover) rmSync(aside, { force: true })
  else renameSync(aside, file)
}

const release = (file: string): void => {
  held.delete(resolve(file))
  rmSync(file, { force: true })
}

const attempts = 3
const patience = 50

/** Lets one process at a time use a run folder. Takes over the lock of a process that was killed. */
export const lock = async (file: string): Promise<E.Either<RunError, Lock>> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (take(file)) return E.right({ release: async () => release(file) })
    // An empty file may belong to a process that is about to write its number.
    if (contentOf(file) === '') await setTimeout(patience)
    const content = contentOf(file)
    const holder = holderOf(file, content)
    if (holder !== undefined) {
      return E.left(
        runError(
          `The run folder is in use by process ${holder} (${file})`,
          'Wait for it to end, or choose another --out',
        ),
      )
    }
    clear(file, content)
  }
  return E.left(runError(`The lock ${file} cannot be taken`, 'Another process keeps taking it'))
}
