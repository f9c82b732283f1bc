import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { bytesPerElement } from '../capi/constants.ts'
import { conversion } from '../operation/conversion.ts'
import { reform } from '../operation/reform.ts'
import { typeOf } from '../shape/form.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import type { PooledBuffer } from './bufferPool.ts'
import { releaseBlocks } from './releaseBuffers.ts'
import type { Extents, TensorData } from './tensorData.ts'

type BlockedForm = 'blocked' | 'blockedBfloat16'

/** The values in blocks, where they lie in blocks of this shape. */
export const blockedAs = ({ shape }: TensorInfo, data: TensorData, form: BlockedForm): PooledBuffer | undefined => {
  const { extents } = data
  const same = shape.length === 4 && extents?.every((extent, i) => extent === shape[i]) === true
  return same ? data[form] : undefined
}

/** Brings values into blocks; those of another shape are given back. */
export const block = (backend: OneDnnBackend, info: TensorInfo, data: TensorData, form: BlockedForm): PooledBuffer => {
  const extents = info.shape as unknown as Extents // the kernels that ask for blocks ask for images
  const from = typeOf(form) === 'bfloat16' && (data.half || data.bfloat16 !== undefined) ? 'bfloat16' : 'float32'
  const values = backend.address(info, from)
  if (!util.arraysEqual([...extents], [...(data.extents ?? [])])) releaseBlocks(backend.pool, data)
  const buffer = backend.pool.take(bytesPerElement[typeOf(form)] * sizeOf(info))
  reform(backend, extents, from, form).run([values, buffer.address])
  data[form] = buffer
  data.extents = extents
  return buffer
}

/** Brings values into bfloat16 in the order of tfjs. */
export const round = (backend: OneDnnBackend, info: TensorInfo, data: TensorData): PooledBuffer => {
  const size = sizeOf(info)
  const { blockedBfloat16, extents } = data
  const from = blockedBfloat16 === undefined ? backend.address(info) : blockedBfloat16.address
  const buffer = backend.pool.take(2 * size)
  if (blockedBfloat16 !== undefined && extents !== undefined)
    reform(backend, extents, 'blockedBfloat16', 'bfloat16').run([from, buffer.address])
  else conversion(backend, size, 'float32', 'bfloat16').run([from, buffer.address])
  data.bfloat16 = buffer
  return buffer
}

/** Brings values that exist in another form only into the one that tfjs sees. */
export const materialize = (backend: OneDnnBackend, data: TensorData): void => {
  const { blocked, blockedBfloat16, bfloat16, extents } = data
  const half = bfloat16 ?? blockedBfloat16
  const buffer = backend.pool.take(blocked?.byteLength ?? 2 * (half?.byteLength ?? 0))
  if (blocked !== undefined && extents !== undefined)
    reform(backend, extents, 'blocked', 'float32').run([blocked.address, buffer.address])
  else if (bfloat16 !== undefined)
    conversion(backend, bfloat16.byteLength >> 1, 'bfloat16', 'float32').run([bfloat16.address, buffer.address])
  else if (blockedBfloat16 !== undefined && extents !== undefined)
    reform(backend, extents, 'blockedBfloat16', 'float32').run([blockedBfloat16.address, buffer.address])
  data.buffer = buffer
  data.array = buffer.float32
  data.address = buffer.address
}
