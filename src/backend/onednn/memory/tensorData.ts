import type { backend_util, TensorInfo, DataType as TensorType } from '@tensorflow/tfjs-core'
import type { Extents } from '../shape/layout.ts'
import type { PooledBuffer } from './bufferPool.ts'

/** What a tensor's data asks of the backend when code outside reads the values. */
export interface Lender {
  /** Fills `array` from another form of the values. */
  readonly materialize: (data: TensorData) => void
  /** Stops counting a buffer that leaves the pool. */
  readonly abandon: (buffer: PooledBuffer) => void
}

/**
 * The data of one tensor: an array from outside, a pooled buffer of ours, or both.
 *
 * Code outside this backend, such as the copied CPU kernels, reads the property `values` and may keep the
 * array. From then on the buffer belongs to the garbage collector and never returns to the pool. Our own
 * kernels read `array` and keep nothing. This one rule makes pooling safe whatever the copied kernels do. The
 * CPU kernel for `Slice`, for example, returns a view of its input.
 */
export class TensorData<D extends TensorType = TensorType> {
  readonly dtype: D
  refCount: number
  declare complexTensorInfos?: { real: TensorInfo; imag: TensorInfo }
  /** The values in the type that tfjs sees; undefined while they exist only in another form. */
  array: backend_util.BackendValues | undefined
  /** The address of `array`; 0 until a kernel needs it. */
  address: number
  /** The pooled buffer behind `array`; undefined for an array from outside. */
  buffer: PooledBuffer | undefined
  /** The same values in blocks of 16 channels, in float32. */
  blocked: PooledBuffer | undefined
  /** The same values in blocks of 16 channels, rounded to bfloat16. */
  blockedBfloat16: PooledBuffer | undefined
  /** The image that the blocks hold. */
  extents: Extents | undefined
  /** The same values rounded to bfloat16, once a kernel has written or read them. */
  bfloat16: PooledBuffer | undefined
  /** Whether a kernel wrote the values in bfloat16. A float32 copy then has no more digits. */
  half: boolean
  /** Buffers computed from the values or together with them, by name. */
  derived: Map<string, PooledBuffer> | undefined
  private readonly lender: Lender

  constructor(
    dtype: D,
    array: backend_util.BackendValues | undefined,
    buffer: PooledBuffer | undefined,
    refCount: number,
    lender: Lender,
  ) {
    this.dtype = dtype
    this.array = array
    this.buffer = buffer
    this.address = buffer?.address ?? 0
    this.refCount = refCount
    this.blocked = undefined
    this.blockedBfloat16 = undefined
    this.extents = undefined
    this.bfloat16 = undefined
    this.half = false
    this.derived = undefined
    this.lender = lender
  }

  get values(): backend_util.BackendValues {
    const elsewhere = this.blocked ?? this.blockedBfloat16 ?? this.bfloat16
    if (this.array === undefined && elsewhere !== undefined) this.lender.materialize(this)
    if (this.buffer !== undefined) this.lender.abandon(this.buffer)
    this.buffer = undefined
    return this.array as backend_util.BackendValues // undefined only for complex64, whose parts are tensors
  }

  set values(values: backend_util.BackendValues) {
    if (this.buffer !== undefined) this.lender.abandon(this.buffer)
    this.array = values
    this.buffer = undefined
    this.address = 0
  }
}
