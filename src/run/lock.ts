import { open, readFile, rm } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../prelude/errors.ts'

export interface Lock {
  readonly release: () => Promise<void>
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    // EPERM: the process exists and belongs to somebody else.
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const holderOf = async (file: string): Promise<number | undefined> => {
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10)
  return Number.isInteger(pid) && pid !== process.pid && isAlive(pid) ? pid : undefined
}

/** Lets one process at a time use a run folder. The lock of a process that was killed is taken over. */
export const lock = async (file: string): Promise<E.Either<RunError, Lock>> => {
  const take = async (): Promise<boolean> => {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(`${process.pid}\n`)
      await handle.close()
      return true
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
      throw cause
    }
  }
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await take()) return E.right({ release: () => rm(file, { force: true }) })
    const holder = await holderOf(file)
    if (holder !== undefined) {
      return E.left(
        runError(
          `The run folder is in use by process ${holder} (${file})`,
          'Wait for it to end, or choose another --out',
        ),
      )
    }
    await rm(file, { force: true })
  }
  return E.left(runError(`The lock ${file} cannot be taken`, 'Another process keeps taking it'))
}
