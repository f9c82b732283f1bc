import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm'
import * as E from 'fp-ts/lib/Either.js'
import { runError } from '../prelude/errors.ts'
import { activate, onlyFloat32 } from './activate.ts'
import type { Backend } from './backend.ts'
import { registerUpdateKernels } from './kernel/updateKernels.ts'
import { registerWasmGradients } from './kernel/wasmGradients.ts'

/** Points the package to its own binaries on disk, so that it fetches nothing. */
const findBinaries = (): void => {
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${dirname(entry)}${sep}`)
}

/**
 * WebAssembly with 128-bit vectors on one thread. Works everywhere, at about a twelfth of the speed of oneDNN
 * on two cores.
 */
export const wasmBackend: Backend = {
  name: 'wasm',
  probe: async () =>
    'WebAssembly' in globalThis
      ? E.right({ library: `tfjs-backend-wasm ${version_wasm}`, device: '1 CPU thread, WebAssembly', preferred: true })
      : E.left(runError('This Node was started without WebAssembly', 'Start it without --jitless')),
  start: async ({ precision }) => {
    const possible = onlyFloat32('wasm', precision)
    if (E.isLeft(possible)) return possible
    findBinaries()
    const started = await activate('wasm', 'wasm')
    if (E.isLeft(started)) return started
    registerUpdateKernels('wasm')
    registerWasmGradients()
    return started
  },
}
