import type { backend_util, TensorInfo, DataType as TensorType } from '@tensorflow/tfjs-core'
import type { Extents } from '../shape/layout.ts'
import type { PooledBuffer } from './bufferPool.ts'

/** Where the buffers of tensors come from and go back to. */
export interface Lender {
  /** Fills `array` from the form that the values exist in. */
  readonly materialize: (data: TensorData) => void
  readonly abandon: (buffer: PooledBuffer) => void
}

/**
 * The data of one tensor: an array of someone else's, a pooled buffer of ours, or both.
 *
 * Everything outside this backend (readers, copied CPU kernels) reaches the values through the property `values`; whoever
 * reads it may keep the array, so from then on the buffer is no longer recycled but left to the garbage collector. Our own
 * kernels read `array` and keep nothing. That one rule makes pooling safe whatever the copied kernels do (the CPU slice,
 * for one, returns a view of its input).
 */
export class TensorData<D extends TensorType = TensorType> {
  readonly dtype: D
  refCount: number
  declare complexTensorInfos?: { real: TensorInfo; imag: TensorInfo }
  /** The values in the type that tfjs sees; undefined while they exist in another form only. */
  array: backend_util.BackendValues | undefined
  address: number
  buffer: PooledBuffer | undefined
  /** The same values in blocks of 16 channels, in float32 or rounded to bfloat16, and the image [n, h, w, c] that they are. */
  blocked: PooledBuffer | undefined
  blockedBfloat16: PooledBuffer | undefined
  extents: Extents | undefined
  /** The same values rounded to bfloat16, where a kernel has stored or asked for them. */
  bfloat16: PooledBuffer | undefined
  /** Whether the values were made in bfloat16: float32 values, where they exist too, hold no more digits. */
  half: boolean
  /** Buffers computed from the values or along with them, by name. */
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
