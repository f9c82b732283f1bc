import type { OneDnnHandle } from '../../src/backend/onednn/index.ts'
import type { Operation } from '../../src/backend/onednn/operation/operation.ts'

/** The part of our convolutions that the cache of operations holds. */
interface Convolution {
  readonly primitive: Operation
}

/**
 * Which algorithms a bound uses.
 *
 * - `own`: those of the step itself.
 * - `direct`: direct convolution, which bounds a library without Winograd's algorithm.
 */
export type Bound = 'own' | 'direct'

/**
 * Records the convolutions of one step and returns a function that runs their primitives alone, back to back.
 *
 * It runs no reorder, no other kernel, and no tfjs. Nothing built on these primitives can be faster.
 */
export const convolutionBound = ({ backend, library }: OneDnnHandle, step: () => void, bound: Bound): (() => void) => {
  const primitives: Operation[] = []
  const calls: (readonly number[])[] = []
  const original = backend.operation
  const buffers: unknown[] = []
  const sizes: number[][] = []
  backend.operation = (key, build) => {
    const operation = original(key, build)
    if (!/^c(forward|backward)/.test(key)) return operation
    const { primitive } = operation as unknown as Convolution // Only convolutions have these keys.
    primitives.push(primitive)
    sizes.push([...primitive.bytes])
    return operation
  }
  const { winograd } = library
  const settings: { winograd: boolean } = library // Readonly elsewhere; restored after the step.
  if (bound === 'direct') settings.winograd = false
  try {
    step()
  } finally {
    backend.operation = original
    settings.winograd = winograd
  }
  for (const lengths of sizes) {
    const own = lengths.map((length) => backend.pool.take(length))
    for (const buffer of own) buffer.float32.fill(0.01)
    buffers.push(own)
    calls.push(own.map(({ address }) => address))
  }
  return () => {
    for (let i = 0; i < primitives.length; i++) primitives[i]?.run(calls[i] ?? [])
    if (buffers.length !== primitives.length) throw new Error('Expected a buffer for every convolution')
  }
}
