import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../prelude/errors.ts'
import { activate } from './activate.ts'
import type { Backend, BackendOptions, Description, KernelUse } from './backend.ts'
import type { OneDnn, OneDnnHandle } from './onednn/index.ts'

/** Imported on first use, since the import alone loads the native module koffi. */
const load = () => import('./onednn/index.ts')

const open = async ({ threads, precision }: BackendOptions): Promise<E.Either<RunError, OneDnn>> => {
  const { openOneDnn, describeProblem } = await load()
  const opened = openOneDnn(threads === null ? { precision } : { threads, precision })
  if (E.isRight(opened)) return opened
  return E.left(runError(describeProblem(opened.left)))
}

const describe = ({ version, threads, isa, precision }: OneDnn): Description => ({
  library: `oneDNN ${version}`,
  device: `${threads} CPU ${threads === 1 ? 'thread' : 'threads'}, ${isa}${precision === 'float32' ? '' : `, ${precision}`}`,
  preferred: true,
})

/** tfjs keeps its backends for the whole process, so this lives as long. */
let registered: OneDnnHandle | undefined

const register = async (library: OneDnn): Promise<void> => {
  if (registered?.library.precision === library.precision) return
  const { registerOneDnn } = await load()
  registered?.unregister()
  registered = registerOneDnn(library)
}

const watch = (clock: () => number): (() => readonly KernelUse[]) => {
  const watched = registered
  if (watched === undefined) return () => []
  watched.resetStatistics()
  watched.settings.clock = clock
  return () => {
    watched.settings.clock = null
    const { times, fallbacks } = watched.statistics()
    return Object.entries(times)
      .map(([kernel, { calls, milliseconds }]) => ({
        kernel,
        own: watched.ownKernels.has(kernel),
        calls,
        fallbacks: fallbacks[kernel] ?? 0,
        milliseconds,
      }))
      .sort((a, b) => b.milliseconds - a.milliseconds)
  }
}

/**
 * Intel/UXL oneDNN called from TypeScript: the default on a CPU.
 *
 * - A second start with another precision registers the backend again. All earlier tensors are lost.
 * - A second start with the same precision keeps the registered backend.
 * - Every start sets the number of threads.
 */
export const onednnBackend: Backend = {
  name: 'onednn',
  probe: async (options) => E.map(describe)(await open(options)),
  start: async (options) => {
    const opened = await open(options)
    if (E.isLeft(opened)) return opened
    await register(opened.right)
    return activate('onednn', 'onednn')
  },
  watch,
}
