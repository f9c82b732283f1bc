import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as util from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../prelude/errors.ts'
import { activate, onlyFloat32 } from './activate.ts'
import type { Backend, Description } from './backend.ts'

const packageName = '@tensorflow/tfjs-node-gpu'

const installed = (): string | undefined => {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`))
  } catch {
    return undefined
  }
}

const hasBinding = (folder: string): boolean => {
  const libraries = join(folder, 'lib')
  return (
    existsSync(libraries) &&
    readdirSync(libraries).some((version) => existsSync(join(libraries, version, 'tfjs_binding.node')))
  )
}

/**
 * Why the package cannot run here, as far as this shows without loading it; undefined if nothing does.
 *
 * Loading takes half a second and a hundred megabytes.
 */
export const obstacle = (
  folder: string | undefined,
  binding: boolean,
  node: { readonly version: string; readonly hasIsNullOrUndefined: boolean },
): RunError | undefined => {
  if (folder === undefined)
    return runError(
      `The package ${packageName} is not installed`,
      `It is optional: run "npm install ${packageName}@4.22.0" where a CUDA GPU is to be used`,
    )
  if (!binding)
    return runError(
      `The package ${packageName} is installed in ${folder} without its native binding (tfjs_binding.node)`,
      `Its install script was blocked or could not download TensorFlow: run "npm rebuild ${packageName}" with access to storage.googleapis.com`,
    )
  if (!node.hasIsNullOrUndefined)
    return runError(
      `The package ${packageName} 4.22 does not run on Node ${node.version}, which has no util.isNullOrUndefined`,
      'Use Node 20 or 22',
    )
  return undefined
}

const load = async (): Promise<E.Either<RunError, { readonly usesGpu: boolean; readonly version: string }>> => {
  const folder = installed()
  const problem = obstacle(folder, folder !== undefined && hasBinding(folder), {
    version: process.versions.node,
    hasIsNullOrUndefined: 'isNullOrUndefined' in util,
  })
  if (problem !== undefined) return E.left(problem)
  const before = tf.engine().backendName
  try {
    // A variable hides the import from the compiler: the package may be absent when this is compiled.
    const specifier: string = packageName
    const loaded: unknown = await import(specifier)
    const backend: unknown = tf.findBackend('tensorflow')
    const usesGpu = typeof backend === 'object' && backend !== null && 'isUsingGpuDevice' in backend
    return E.right({
      usesGpu: usesGpu && backend.isUsingGpuDevice === true,
      version: versionIn(loaded),
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return E.left(
      runError(
        `The package ${packageName} does not load: ${message.split('\n')[0]}`,
        'It wants the C library of TensorFlow 2.9 and, for a GPU, CUDA 11.2 with cuDNN 8.1',
      ),
    )
  } finally {
    if (before !== undefined && before !== tf.engine().backendName) await tf.setBackend(before)
  }
}

const versionIn = (loaded: unknown): string => {
  if (typeof loaded !== 'object' || loaded === null || !('version' in loaded)) return '4.22'
  const { version } = loaded
  if (typeof version !== 'object' || version === null || !('tfjs-node' in version)) return '4.22'
  return String(version['tfjs-node'])
}

const describe = ({ usesGpu, version }: { readonly usesGpu: boolean; readonly version: string }): Description => ({
  library: `tfjs-node-gpu ${version} with TensorFlow's C library`,
  device: usesGpu ? 'a CUDA GPU' : 'CPU, no GPU seen (CUDA 11.2 and cuDNN 8.1 are wanted)',
  preferred: usesGpu,
})

/** TensorFlow's own C library through tfjs-node-gpu: for machines with a CUDA GPU. */
export const tensorflowBackend: Backend = {
  name: 'tensorflow',
  probe: async () => E.map(describe)(await load()),
  start: async ({ precision }) => {
    const possible = onlyFloat32('tensorflow', precision)
    if (E.isLeft(possible)) return possible
    const loaded = await load()
    return E.isLeft(loaded) ? loaded : activate('tensorflow', 'tensorflow')
  },
}
