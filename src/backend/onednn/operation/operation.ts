import koffi from 'koffi'
import type { Descriptor } from '../capi/descriptor.ts'
import { OneDnnFailure } from '../capi/oneDnnFailure.ts'
import type { Primitives } from '../primitive/bindPrimitives.ts'

/** One argument of a primitive: its index and the layout of its memory. */
export interface Slot {
  readonly argument: number
  readonly descriptor: Descriptor
}

/** A primitive for one shape, with a memory object for each argument. */
export interface Operation {
  /** Sets the addresses of the arguments and executes the primitive. */
  readonly run: (addresses: readonly number[]) => void
  readonly destroy: () => void
  /** Size of the buffer of each argument, in bytes. */
  readonly bytes: readonly number[]
  /** Tick of the last use, for the cache. */
  used: number
}

/**
 * Builds the primitive of a primitive descriptor.
 *
 * The execution arguments are an array of `{ int argument; memory }` with 16 bytes each, written once.
 *
 * - The operation owns the descriptor: `destroy` destroys both.
 * - The caller must hold the buffers behind the addresses until `run` returns. Nothing keeps them afterwards.
 * - `run` fails with a `OneDnnFailure` if the library reports one.
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
