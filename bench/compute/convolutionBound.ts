import type { OneDnnHandle } from '../../src/onednn/index.ts'
import type { Operation } from '../../src/onednn/operation.ts'

/** What a convolution of ours looks like to the cache. */
interface Convolution {
  readonly primitive: Operation
}

/**
 * Records the convolutions of one step and gives back a function that runs their primitives alone, back to back: no
 * reorder, no other kernel, no tfjs. Nothing built on these primitives can be faster.
 */
export const convolutionBound = (handle: OneDnnHandle, step: () => void): (() => void) => {
  const { backend } = handle
  const found: Operation[] = []
  const calls: (readonly number[])[] = []
  const original = backend.operation.bind(backend)
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
  try {
    step()
  } finally {
    backend.operation = original
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
