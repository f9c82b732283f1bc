import {
  copyRegisteredKernels,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type KernelFunc,
  type NamedAttrMap,
  registerBackend,
  registerKernel,
  removeBackend,
  unregisterKernel,
} from '@tensorflow/tfjs-core'
import { OneDnnBackend } from './backend.ts'
import { OneDnnFailure } from './capi/oneDnnFailure.ts'
import { registerOwnGradients } from './gradients.ts'
import { kernels } from './kernelFamilies.ts'
import type { Kernel } from './kernels/defineKernel.ts'
import type { OneDnn } from './open/openOneDnn.ts'
import type { Limits, Settings } from './settings.ts'

export interface KernelTime {
  readonly calls: number
  readonly milliseconds: number
}

export interface Statistics {
  /** Bytes in buffers of tensors, bytes in buffers kept for reuse, and the number of fresh allocations. */
  readonly pool: { readonly takenBytes: number; readonly freeBytes: number; readonly misses: number }
  /** Number of primitives in the cache. */
  readonly operations: number
  /** How often each of our kernels left its work to the copied CPU kernel. */
  readonly fallbacks: Readonly<Record<string, number>>
  /** Calls and time of every kernel while `settings.clock` was set. */
  readonly times: Readonly<Record<string, KernelTime>>
}

/** The registered backend. */
export interface OneDnnHandle {
  readonly library: OneDnn
  readonly settings: Settings
  readonly backend: OneDnnBackend
  /** Names of our kernels; the others are copies from the CPU backend. */
  readonly ownKernels: ReadonlySet<string>
  readonly statistics: () => Statistics
  readonly resetStatistics: () => void
  /** Removes the backend and its kernels from tfjs, and destroys its primitives. */
  readonly unregister: () => void
}

export const backendName = 'onednn'

const gigabyte = 1024 ** 3
const defaultLimits: Limits = { poolBytes: 2 * gigabyte, operations: 2048 }

/**
 * Our kernel, with the copied one as fallback.
 *
 * - Falls back, and counts it, if our kernel declines or oneDNN has no implementation for the shape.
 * - Fails if there is no copied kernel to fall back to.
 */
const withFallback =
  ({ name, run }: Kernel, copied: KernelFunc | undefined): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const own = backend as unknown as OneDnnBackend // this function is registered for our backend alone
    try {
      const result = run(own, inputs, attrs as NamedAttrMap)
      if (result !== undefined) return result
    } catch (error) {
      const unimplemented = error instanceof OneDnnFailure && error.status === 3
      if (!unimplemented || copied === undefined) throw error
    }
    if (copied === undefined)
      throw new Error(`Expected ${name} on float32 tensors without empty extents, received others.`)
    own.countFallback(name)
    return copied({ inputs, backend, attrs: attrs as NamedAttrMap })
  }

/** Adds up calls and time of a kernel while the settings have a clock. */
const timed =
  (name: string, call: KernelFunc): KernelFunc =>
  (parameters) => {
    const own = parameters.backend as unknown as OneDnnBackend // this function is registered for our backend alone
    const { clock } = own.settings
    if (clock === null) return call(parameters)
    const start = clock()
    const result = call(parameters)
    const milliseconds = clock() - start
    const entry = own.times.get(name) ?? { calls: 0, milliseconds: 0 }
    own.times.set(name, { calls: entry.calls + 1, milliseconds: entry.milliseconds + milliseconds })
    return result
  }

const registerKernels = (): void => {
  copyRegisteredKernels('cpu', backendName)
  const own = new Map(kernels.map((kernel) => [kernel.name, kernel]))
  const replace = (config: KernelConfig, kernelFunc: KernelFunc): void => {
    unregisterKernel(config.kernelName, backendName)
    registerKernel({ ...config, kernelFunc: timed(config.kernelName, kernelFunc) })
  }
  for (const config of getKernelsForBackend(backendName)) {
    const kernel = own.get(config.kernelName)
    replace(config, kernel === undefined ? config.kernelFunc : withFallback(kernel, config.kernelFunc))
    own.delete(config.kernelName)
  }
  for (const kernel of own.values())
    registerKernel({
      kernelName: kernel.name,
      backendName,
      kernelFunc: timed(kernel.name, withFallback(kernel, undefined)),
    })
}

/**
 * Registers the tfjs backend `onednn`: every kernel of the CPU backend, with ours in place of the hot ones.
 *
 * - Registers the gradients of our own kernels only. The door `src/onednn.ts` adds those of the tfjs kernels,
 *   which tfjs-core does not bring along in Node.
 * - Call `unregister` of the handle before you register again.
 *
 *     const opened = openOneDnn()
 *     if (opened._tag === 'Right') {
 *       const handle = registerOneDnn(opened.right)
 *       await tf.setBackend('onednn')
 *       tf.add([1, 2], [3, 4]).print() // [4, 6]
 *       console.log(handle.statistics())
 *     }
 *
 * @param limits what the backend keeps for reuse; by default 2 GiB of buffers and 2048 primitives
 */
export const registerOneDnn = (library: OneDnn, limits: Partial<Limits> = {}): OneDnnHandle => {
  const backend = new OneDnnBackend(library, { ...defaultLimits, ...limits })
  if (getKernel('Add', backendName) === undefined) registerKernels()
  registerOwnGradients()
  registerBackend(backendName, () => backend as never, 2) // the base class types its data record more narrowly
  return {
    library,
    settings: backend.settings,
    backend,
    ownKernels: new Set(kernels.map(({ name }) => name)),
    statistics: () => ({
      pool: {
        takenBytes: backend.pool.takenBytes(),
        freeBytes: backend.pool.freeBytes(),
        misses: backend.pool.misses(),
      },
      operations: backend.operations.size(),
      fallbacks: Object.fromEntries(backend.fallbacks),
      times: Object.fromEntries(backend.times),
    }),
    resetStatistics: () => {
      backend.fallbacks.clear()
      backend.times.clear()
    },
    unregister: () => {
      removeBackend(backendName)
      for (const { kernelName } of getKernelsForBackend(backendName)) unregisterKernel(kernelName, backendName)
    },
  }
}
