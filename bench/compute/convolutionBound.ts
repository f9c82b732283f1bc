import type { OneDnnHandle } from '../../src/backend/onednn/index.ts'
import type { Operation } from '../../src/backend/onednn/operation/operation.ts'

/** What a convolution of ours looks like to the cache. */
interface Convolution {
  readonly primitive: Operation
}

/**
 * By the algorithms that the step itself uses, or directly whatever the step uses: what bounds a library
 * without Winograd's.
 */
export type Bound = 'own' | 'direct'

/**
 * Records the convolutions of one step and gives back a function that runs their primitives alone, back to
 * back: no reorder, no other kernel, no tfjs. Nothing built on these primitives can be faster.
 */
export const convolutionBound = ({ backend, library }: OneDnnHandle, step: () => void, bound: Bound): (() => void) => {
  const found: Operation[] = []
  const calls: (readonly number[])[] = []
  const original = backend.operation
  const buffers: unknown[] = []
  const sizes: number[][] = []
  backend.operation = (key, build) => {
    const operation = original(key, build)
    if (!/^c(forward|backward)/.test(key)) return operation
    const { primitive } = operation as unknown as Convolution // keys of convolutions start like this
    found.push(primitive)
    sizes.push([...primitive.bytes])
    return operation
  }
  const { winograd } = library
  const settings: { winograd: boolean } = library // readonly to everybody else; the step below must not find it
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
    for (let i = 0; i < found.length; i++) found[i]?.run(calls[i] ?? [])
    if (buffers.length !== found.length) throw new Error('Expected a buffer for every convolution')
  }
}
