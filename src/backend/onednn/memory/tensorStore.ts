import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { backend_util, TensorInfo, DataType as TensorType } from '@tensorflow/tfjs-core'
import type { BufferPool } from './bufferPool.ts'
import { releaseBuffers } from './releaseBuffers.ts'
import { type Lender, TensorData } from './tensorData.ts'

export type Values = Float32Array | Int32Array | Uint8Array

/** The CPU backend with its records as `TensorData`, whose buffers return to a pool. */
export abstract class TensorStore extends MathBackendCPU {
  readonly pool: BufferPool
  protected readonly lender: Lender
  private nextId = 0

  constructor(pool: BufferPool) {
    super()
    this.pool = pool
    this.lender = {
      materialize: (data) => this.materialize(data),
      abandon: pool.abandon,
    }
  }

  /** Fills the array of data from another form of its values. */
  protected abstract materialize(data: TensorData): void

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

  /** The id of new data. */
  protected store(data: TensorData): object {
    const dataId = { id: this.nextId++ }
    this.data.set(dataId, data)
    return dataId
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.data.has(dataId)) return true
    const data = this.entry(dataId)
    const gone = super.disposeData(dataId, force)
    if (gone) releaseBuffers(this.pool, data)
    return gone
  }

  /** The data behind an id. */
  entry(dataId: object): TensorData {
    // The storage has the type of the CPU backend's records, but this class stores only TensorData.
    return this.data.get(dataId) as unknown as TensorData
  }

  /** The values of a float32 tensor. Read them at once: do not write to them or keep them. */
  floats(info: TensorInfo): Float32Array {
    return this.array(info) as Float32Array // by its dtype
  }

  /** The values of a tensor of numbers. Read them at once: do not write to them or keep them. */
  array(info: TensorInfo): Values {
    const data = this.entry(info.dataId)
    if (data.array === undefined) this.lender.materialize(data)
    return data.array as Values // numbers by its dtype
  }

  override numDataIds(): number {
    return this.data.numDataIds()
  }
}
