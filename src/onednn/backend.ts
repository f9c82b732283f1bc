import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { type backend_util, engine, type TensorInfo, type DataType as TensorType, util } from '@tensorflow/tfjs-core'
import koffi from 'koffi'
import { type BufferPool, createBufferPool, type PooledBuffer } from './bufferPool.ts'
import { bytesPerElement } from './constants.ts'
import { conversion } from './conversion.ts'
import { type Form, isBlocked, typeOf } from './form.ts'
import type { OneDnn } from './openOneDnn.ts'
import { type Cached, createOperationCache, type OperationCache } from './operationCache.ts'
import { reform } from './reform.ts'
import { sizeOf } from './sizeOf.ts'
import { type Extents, type Lender, TensorData } from './tensorData.ts'

/** Settings that may change while the backend runs. */
export interface Settings {
  /** Fills every fresh output with NaN (floats) or an absurd integer, so that a test sees an element nobody wrote. */
  poison: boolean
  /** Measures the time of every kernel. */
  profile: boolean
}

export interface Limits {
  /** Bytes of freed buffers kept for reuse. */
  readonly poolBytes: number
  /** Primitives kept. */
  readonly operations: number
}

/** Arrays up to this many bytes live inside the V8 heap and are cheaper to allocate than to pool. */
const heapBytes = 64
/** Derived buffers of one tensor. */
const mostDerived = 4
/** Rows of one repeated number. */
const mostConstants = 64

type Values = Float32Array | Int32Array | Uint8Array
type BlockedForm = 'blocked' | 'blockedBfloat16'

/**
 * A tfjs backend whose tensors live in arrays that oneDNN reads and writes in place.
 *
 * It extends the CPU backend, so every CPU kernel runs on it unchanged; kernels of ours replace the hot ones. What it adds
 * is where arrays come from (a pool), and that a primitive is built once for a shape (a cache).
 */
export class OneDnnBackend extends MathBackendCPU {
  readonly library: OneDnn
  readonly pool: BufferPool
  readonly operations: OperationCache
  readonly settings: Settings = { poison: false, profile: false }
  readonly fallbacks = new Map<string, number>()
  readonly times = new Map<string, { calls: number; milliseconds: number }>()
  private readonly lender: Lender
  private readonly constants = new Map<string, PooledBuffer>()
  private nextId = 0

  constructor(library: OneDnn, limits: Limits) {
    super()
    this.library = library
    this.pool = createBufferPool(limits.poolBytes)
    this.operations = createOperationCache(limits.operations)
    this.lender = {
      materialize: (data) => this.materialize(data),
      abandon: this.pool.abandon,
    }
  }

  override write(values: backend_util.BackendValues, _shape: number[], dtype: TensorType): object {
    return this.store(new TensorData(dtype, values, undefined, 1, this.lender))
  }

  override move(
    dataId: object,
    values: backend_util.BackendValues,
    _shape: number[],
    dtype: TensorType,
    refCount: number,
  ): void {
    this.data.set(dataId, new TensorData(dtype, values, undefined, refCount, this.lender))
  }

  private store(data: TensorData): object {
    const dataId = { id: this.nextId++ }
    this.data.set(dataId, data)
    return dataId
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true
    const data = this.entry(dataId)
    const gone = super.disposeData(dataId, force)
    if (gone) this.release(data)
    return gone
  }

  private release(data: TensorData): void {
    if (data.buffer !== undefined) {
      this.pool.give(data.buffer)
      data.buffer = undefined
      data.array = undefined
    }
    this.releaseBlocks(data)
    if (data.bfloat16 !== undefined) {
      this.pool.give(data.bfloat16)
      data.bfloat16 = undefined
    }
    if (data.derived !== undefined) {
      for (const buffer of data.derived.values()) this.pool.give(buffer)
      data.derived = undefined
    }
  }

  /** The data behind an id. The storage is typed with the CPU backend's record, but only `TensorData` is ever put in. */
  entry(dataId: object): TensorData {
    return this.data.get(dataId) as unknown as TensorData
  }

  /** The values of a float32 tensor, for reading only and not to be kept. */
  floats(info: TensorInfo): Float32Array {
    return this.array(info) as Float32Array // by its dtype
  }

  /** The values of a tensor of numbers, for reading only and not to be kept. */
  array(info: TensorInfo): Values {
    const data = this.entry(info.dataId)
    if (data.array === undefined) this.lender.materialize(data)
    return data.array as Values // numbers by its dtype
  }

  /** The address of a tensor's values in a form, valid while the tensor lives; they are brought into it at the first time of asking. */
  address(info: TensorInfo, form: Form = 'float32'): number {
    const data = this.entry(info.dataId)
    if (form === 'bfloat16') return (data.bfloat16 ?? this.round(info, data)).address
    if (form !== 'float32') return (this.blockedAs(info, data, form) ?? this.block(info, data, form)).address
    if (data.address !== 0) return data.address
    const values = this.array(info)
    if (data.address === 0) data.address = Number(koffi.address(values))
    return data.address
  }

  /** The form that a tensor was made in, or was brought into for a convolution, so that the kernels after it go on in it. */
  formOf(info: TensorInfo): Form {
    const data = this.entry(info.dataId)
    const blocked = data.half ? 'blockedBfloat16' : 'blocked'
    if (this.blockedAs(info, data, blocked) !== undefined) return blocked
    return data.half ? 'bfloat16' : 'float32'
  }

  private blockedAs({ shape }: TensorInfo, data: TensorData, form: BlockedForm): PooledBuffer | undefined {
    const { extents } = data
    const same = shape.length === 4 && extents?.every((extent, i) => extent === shape[i]) === true
    return same ? data[form] : undefined
  }

  private releaseBlocks(data: TensorData): void {
    if (data.blocked !== undefined) this.pool.give(data.blocked)
    if (data.blockedBfloat16 !== undefined) this.pool.give(data.blockedBfloat16)
    data.blocked = undefined
    data.blockedBfloat16 = undefined
  }

  private block(info: TensorInfo, data: TensorData, form: BlockedForm): PooledBuffer {
    const extents = info.shape as unknown as Extents // the kernels that ask for blocks ask for images
    const from = typeOf(form) === 'bfloat16' && (data.half || data.bfloat16 !== undefined) ? 'bfloat16' : 'float32'
    const values = this.address(info, from)
    if (!util.arraysEqual([...extents], [...(data.extents ?? [])])) this.releaseBlocks(data)
    const buffer = this.pool.take(bytesPerElement[typeOf(form)] * sizeOf(info))
    reform(this, extents, from, form).run([values, buffer.address])
    data[form] = buffer
    data.extents = extents
    return buffer
  }

  private round(info: TensorInfo, data: TensorData): PooledBuffer {
    const size = sizeOf(info)
    const { blockedBfloat16, extents } = data
    const from = blockedBfloat16 === undefined ? this.address(info) : blockedBfloat16.address
    const buffer = this.pool.take(2 * size)
    if (blockedBfloat16 !== undefined && extents !== undefined)
      reform(this, extents, 'blockedBfloat16', 'bfloat16').run([from, buffer.address])
    else conversion(this, size, 'float32', 'bfloat16').run([from, buffer.address])
    data.bfloat16 = buffer
    return buffer
  }

  private materialize(data: TensorData): void {
    const { blocked, blockedBfloat16, bfloat16, extents } = data
    const half = bfloat16 ?? blockedBfloat16
    const buffer = this.pool.take(blocked?.byteLength ?? 2 * (half?.byteLength ?? 0))
    if (blocked !== undefined && extents !== undefined)
      reform(this, extents, 'blocked', 'float32').run([blocked.address, buffer.address])
    else if (bfloat16 !== undefined)
      conversion(this, bfloat16.byteLength >> 1, 'bfloat16', 'float32').run([bfloat16.address, buffer.address])
    else if (blockedBfloat16 !== undefined && extents !== undefined)
      reform(this, extents, 'blockedBfloat16', 'float32').run([blockedBfloat16.address, buffer.address])
    data.buffer = buffer
    data.array = buffer.float32
    data.address = buffer.address
  }

  /** A new tensor in a form, which the caller must write completely through its address; tfjs sees float32. */
  outputOf(shape: readonly number[], form: Form): TensorInfo {
    if (form === 'float32') return this.output(shape)
    const data = new TensorData('float32', undefined, undefined, 1, this.lender)
    const size = sizeOf({ shape })
    const buffer = this.pool.take(bytesPerElement[typeOf(form)] * size)
    if (this.settings.poison) buffer.bytes.fill(0xff)
    data.half = typeOf(form) === 'bfloat16'
    data[form] = buffer
    if (isBlocked(form)) data.extents = shape as unknown as Extents // the kernels that make blocks make images
    return { dataId: this.store(data), shape: shape as number[], dtype: 'float32' } // tfjs never writes to a shape
  }

  /** A new tensor with room for its values, which the caller must write completely. */
  output(shape: readonly number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): TensorInfo {
    let size = 1
    for (const extent of shape) size *= extent
    const byteLength = dtype === 'bool' ? size : 4 * size
    const own = byteLength > heapBytes ? this.pool.take(byteLength) : undefined
    const values = own === undefined ? plain(size, dtype) : view(own, dtype)
    if (this.settings.poison) values.fill(dtype === 'float32' ? Number.NaN : 0x7f)
    const dataId = this.store(new TensorData(dtype, values, own, 1, this.lender))
    return { dataId, shape: shape as number[], dtype } // tfjs never writes to a shape
  }

  /** The same values under another shape, without a copy. */
  reshaped(info: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(info.dataId)
    return { dataId: info.dataId, shape: shape as number[], dtype: info.dtype } // tfjs never writes to a shape
  }

  /** A row of one number repeated, kept for the next call. */
  constant(length: number, value: number): PooledBuffer {
    const key = `${length}x${value}`
    const found = this.constants.get(key)
    if (found !== undefined) return found
    if (this.constants.size >= mostConstants) this.releaseConstants()
    const buffer = this.pool.take(4 * length)
    buffer.float32.fill(value)
    this.constants.set(key, buffer)
    return buffer
  }

  private releaseConstants(): void {
    for (const buffer of this.constants.values()) this.pool.give(buffer)
    this.constants.clear()
  }

  /** The primitive of a key, built on first use. */
  operation<A extends Cached>(key: string, build: () => A): A {
    return this.operations.get(key, build)
  }

  /**
   * A buffer derived from a tensor's values (its weights in a primitive's layout, say) that lives as long as they do.
   * A tensor keeps a few of them; the oldest goes first.
   */
  derived(info: TensorInfo, name: string, byteLength: number, fill: (buffer: PooledBuffer) => void): PooledBuffer {
    const data = this.entry(info.dataId)
    const found = data.derived?.get(name)
    if (found !== undefined) return found
    const buffer = this.pool.take(byteLength)
    fill(buffer)
    data.derived ??= new Map()
    const [oldest] = data.derived
    if (oldest !== undefined && data.derived.size >= mostDerived) {
      data.derived.delete(oldest[0])
      this.pool.give(oldest[1])
    }
    data.derived.set(name, buffer)
    return buffer
  }

  countFallback(kernel: string): void {
    this.fallbacks.set(kernel, (this.fallbacks.get(kernel) ?? 0) + 1)
  }

  override dispose(): void {
    this.operations.clear()
    this.releaseConstants()
    this.pool.clear()
  }

  override numDataIds(): number {
    return this.data.numDataIds()
  }
}

const plain = (size: number, dtype: 'float32' | 'int32' | 'bool'): Values =>
  dtype === 'float32' ? new Float32Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size)

const view = (buffer: PooledBuffer, dtype: 'float32' | 'int32' | 'bool'): Values =>
  dtype === 'float32' ? buffer.float32 : dtype === 'int32' ? buffer.int32 : buffer.bytes

/** The engine that owns every tensor; used by gradient functions to call kernels of ours. */
export const runKernel = <T>(
  name: string,
  inputs: Record<string, unknown>,
  attributes: Record<string, unknown> = {},
): T => engine().runKernel(name, inputs as never, attributes as never) as T // kernels are looked up by name in tfjs
