import koffi from 'koffi'
import type { Descriptor } from '../capi/descriptor.ts'
import { OneDnnFailure } from '../capi/oneDnnFailure.ts'
import type { Primitives } from '../primitive/bindPrimitives.ts'

/** An argument of a primitive: which one, and how its memory is laid out. */
export interface Slot {
  readonly argument: number
  readonly descriptor: Descriptor
}

/** A primitive built for one shape with one memory object per argument: `run` sets the addresses and executes it. */
export interface Operation {
  readonly run: (addresses: readonly number[]) => void
  readonly destroy: () => void
  /** Bytes that each argument's buffer holds. */
  readonly bytes: readonly number[]
  /** Tick of the last use, for the cache. */
  used: number
}

/**
 * Builds the primitive of a primitive descriptor and takes the descriptor over (both are destroyed together).
 *
 * The execution arguments are an array of `{ int argument; memory }` (16 bytes each) that is written once. The addresses
 * given to `run` must belong to buffers that the caller holds until `run` returns; nothing keeps them afterwards.
 */
export const createOperation = (
  primitives: Primitives,
  name: string,
  primitiveDescriptor: number,
  slots: readonly Slot[],
): Operation => {
  const { primitiveCreate, memoryCreate, setHandle, execute, engine, stream, create } = primitives
  const primitive = create(name, (out) => primitiveCreate(out, primitiveDescriptor))
  const memories = slots.map(({ descriptor }) => create(name, (out) => memoryCreate(out, descriptor, engine, 0)))
  const packed = new ArrayBuffer(16 * slots.length)
  const view = new DataView(packed)
  slots.forEach(({ argument }, i) => {
    view.setInt32(16 * i, argument, true)
    view.setBigUint64(16 * i + 8, BigInt(memories[i] ?? 0), true)
  })
  const packedAddress = Number(koffi.address(packed))
  const current = new Float64Array(slots.length)
  const count = slots.length
  return {
    used: 0,
    bytes: slots.map(({ descriptor }) => primitives.bytes(descriptor)),
    run: (addresses) => {
      for (let i = 0; i < count; i++) {
        const address = addresses[i] ?? 0
        if (current[i] === address) continue
        const status = setHandle(memories[i], address)
        if (status !== 0) throw new OneDnnFailure(name, status)
        current[i] = address
      }
      const status = execute(primitive, stream, view.byteLength >> 4, packedAddress)
      if (status !== 0) throw new OneDnnFailure(name, status)
    },
    destroy: () => {
      primitives.primitiveDestroy(primitive)
      for (const memory of memories) primitives.memoryDestroy(memory)
      primitives.descriptorDestroy(primitiveDescriptor)
    },
  }
}
