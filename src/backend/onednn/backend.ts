import type { TensorInfo } from '@tensorflow/tfjs-core'
import koffi from 'koffi'
import { bytesPerElement } from './capi/constants.ts'
import { createBufferPool, type PooledBuffer } from './memory/bufferPool.ts'
import { type ConstantRows, createConstantRows } from './memory/constantRows.ts'
import { derived } from './memory/derived.ts'
import { TensorData } from './memory/tensorData.ts'
import { TensorStore, type Values } from './memory/tensorStore.ts'
import type { OneDnn } from './open/openOneDnn.ts'
import { createOperationCache, type OperationCache } from './operation/operationCache.ts'
import type { OperationSource } from './operation/operationSource.ts'
import { block, blockedAs, materialize, round } from './operation/tensorForms.ts'
import type { Primitives } from './primitive/bindPrimitives.ts'
import type { Limits, Settings } from './settings.ts'
import { type Form, isBlocked, typeOf } from './shape/form.ts'
import type { Extents } from './shape/layout.ts'
import { sizeOf } from './shape/sizeOf.ts'

/** Arrays up to this many bytes live inside the V8 heap. It is cheaper to allocate them than to pool them. */
const heapBytes = 64

/**
 * A tfjs backend whose tensors live in arrays that oneDNN reads and writes in place.
 *
 * It extends the CPU backend, so every CPU kernel runs on it unchanged, and our kernels replace the hot ones.
 * It adds two things: arrays come from a pool, and a cache keeps the primitive of each shape. `TensorStore`
 * keeps the arrays; this class gives them addresses and forms.
 */
export class OneDnnBackend extends TensorStore implements OperationSource {
  readonly library: OneDnn
  readonly primitives: Primitives
  readonly operations: OperationCache
  /**
   * The operation of a key, built on first use. A field, so that helpers can take it apart from the backend.
   */
  operation: OperationCache['get']
  readonly settings: Settings = { poison: false, clock: null }
  readonly fallbacks = new Map<string, number>()
  readonly times = new Map<string, { calls: number; milliseconds: number }>()
  private readonly constants: ConstantRows

  constructor(library: OneDnn, limits: Limits) {
    super(createBufferPool(limits.poolBytes))
    this.library = library
    this.primitives = library.primitives
    this.constants = createConstantRows(this.pool)
    this.operations = createOperationCache(limits.operations)
    this.operation = this.operations.get
  }

  protected override materialize(data: TensorData): void {
    materialize(this, data)
  }

  /**
   * The address of a tensor's values in a form, valid while the tensor lives.
   *
   * - The first call for a form converts the values.
   */
  address(info: TensorInfo, form: Form = 'float32'): number {
    const data = this.entry(info.dataId)
    if (form === 'bfloat16') return (data.bfloat16 ?? round(this, data, sizeOf(info), () => this.address(info))).address
    if (form !== 'float32')
      return (blockedAs(info, data, form) ?? block(this, info, data, form, (from) => this.address(info, from))).address
    if (data.address !== 0) return data.address
    const values = this.array(info)
    if (data.address === 0) data.address = Number(koffi.address(values))
    return data.address
  }

  /**
   * The form in which a kernel wrote a tensor, or into which a convolution brought it.
   *
   * Later kernels continue in this form.
   */
  formOf(info: TensorInfo): Form {
    const data = this.entry(info.dataId)
    const blocked = data.half ? 'blockedBfloat16' : 'blocked'
    if (blockedAs(info, data, blocked) !== undefined) return blocked
    return data.half ? 'bfloat16' : 'float32'
  }

  /** A new tensor in a form; tfjs sees float32. The caller must write all of it through its address. */
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

  /** A new tensor with room for its values. The caller must write all of them. */
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

  /** The same values with another shape, without a copy. */
  reshaped(info: TensorInfo, shape: readonly number[]): TensorInfo {
    this.incRef(info.dataId)
    return { dataId: info.dataId, shape: shape as number[], dtype: info.dtype } // tfjs never writes to a shape
  }

  /** A row that repeats one number, kept for the next call. */
  constant(length: number, value: number): PooledBuffer {
    return this.constants.get(length, value)
  }

  /**
   * A buffer computed from a tensor's values, such as weights in the layout of a primitive. It lives as long
   * as they do.
   *
   * - A tensor keeps a few of these buffers and drops the oldest first.
   */
  derived(info: TensorInfo, name: string, byteLength: number, fill: (buffer: PooledBuffer) => void): PooledBuffer {
    return derived(this.pool, this.entry(info.dataId), name, byteLength, fill)
  }

  countFallback(kernel: string): void {
    this.fallbacks.set(kernel, (this.fallbacks.get(kernel) ?? 0) + 1)
  }

  override dispose(): void {
    this.operations.clear()
    this.constants.clear()
    this.pool.clear()
  }
}

const plain = (size: number, dtype: 'float32' | 'int32' | 'bool'): Values =>
  dtype === 'float32' ? new Float32Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size)

const view = (buffer: PooledBuffer, dtype: 'float32' | 'int32' | 'bool'): Values =>
  dtype === 'float32' ? buffer.float32 : dtype === 'int32' ? buffer.int32 : buffer.bytes
