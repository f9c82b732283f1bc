import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { bytesPerElement } from '../capi/constants.ts'
import type { BufferPool, PooledBuffer } from '../memory/bufferPool.ts'
import { releaseBlocks } from '../memory/releaseBuffers.ts'
import type { TensorData } from '../memory/tensorData.ts'
import { typeOf } from '../shape/form.ts'
import type { Extents } from '../shape/layout.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import { conversion } from './conversion.ts'
import type { OperationSource } from './operationSource.ts'
import { reform } from './reform.ts'

type BlockedForm = 'blocked' | 'blockedBfloat16'

/** What a change of form needs: reorders, and buffers for their results. */
interface Workspace extends OperationSource {
  readonly pool: BufferPool
}

/** The buffer of the values in blocks, if they lie in blocks of this shape. */
export const blockedAs = ({ shape }: TensorInfo, data: TensorData, form: BlockedForm): PooledBuffer | undefined => {
  const { extents } = data
  const same = shape.length === 4 && extents?.every((extent, i) => extent === shape[i]) === true
  return same ? data[form] : undefined
}

/**
 * Brings values into blocks, and releases blocks of another shape.
 *
 * @param addressIn the address of the same values in a form without blocks
 */
export const block = (
  workspace: Workspace,
  info: TensorInfo,
  data: TensorData,
  form: BlockedForm,
  addressIn: (form: 'float32' | 'bfloat16') => number,
): PooledBuffer => {
  const extents = info.shape as unknown as Extents // the kernels that ask for blocks ask for images
  const from = typeOf(form) === 'bfloat16' && (data.half || data.bfloat16 !== undefined) ? 'bfloat16' : 'float32'
  const values = addressIn(from)
  if (!util.arraysEqual([...extents], [...(data.extents ?? [])])) releaseBlocks(workspace.pool, data)
  const buffer = workspace.pool.take(bytesPerElement[typeOf(form)] * sizeOf(info))
  reform(workspace, extents, from, form).run([values, buffer.address])
  data[form] = buffer
  data.extents = extents
  return buffer
}

/**
 * Rounds values to bfloat16, in the order of tfjs.
 *
 * @param size number of elements
 * @param addressOfFloats the address of the same values in float32
 */
export const round = (
  workspace: Workspace,
  data: TensorData,
  size: number,
  addressOfFloats: () => number,
): PooledBuffer => {
  const { blockedBfloat16, extents } = data
  const from = blockedBfloat16 === undefined ? addressOfFloats() : blockedBfloat16.address
  const buffer = workspace.pool.take(2 * size)
  if (blockedBfloat16 !== undefined && extents !== undefined)
    reform(workspace, extents, 'blockedBfloat16', 'bfloat16').run([from, buffer.address])
  else conversion(workspace, size, 'float32', 'bfloat16').run([from, buffer.address])
  data.bfloat16 = buffer
  return buffer
}

/** Brings values that exist only in another form into float32 in the order of tfjs. */
export const materialize = (workspace: Workspace, data: TensorData): void => {
  const { blocked, blockedBfloat16, bfloat16, extents } = data
  const half = bfloat16 ?? blockedBfloat16
  const buffer = workspace.pool.take(blocked?.byteLength ?? 2 * (half?.byteLength ?? 0))
  if (blocked !== undefined && extents !== undefined)
    reform(workspace, extents, 'blocked', 'float32').run([blocked.address, buffer.address])
  else if (bfloat16 !== undefined)
    conversion(workspace, bfloat16.byteLength >> 1, 'bfloat16', 'float32').run([bfloat16.address, buffer.address])
  else if (blockedBfloat16 !== undefined && extents !== undefined)
    reform(workspace, extents, 'blockedBfloat16', 'float32').run([blockedBfloat16.address, buffer.address])
  data.buffer = buffer
  data.array = buffer.float32
  data.address = buffer.address
}
