import { type Tensor, type Tensor4D, tensor1d, tensor2d, tensor4d, tensor5d } from '@tensorflow/tfjs-core'
import type { Raster } from '../../image/raster.ts'
import type { FieldType, FieldTypes } from './fieldType.ts'
import { type Batch, type FileRef, type Frame, fileOf, imageOf, numberOf, numbersOf, stackOf } from './frame.ts'

/** Bytes 0..255 to floats -1..1. */
const scale = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1)

const floats = (rasters: readonly Raster[]): Float32Array => {
  const size = rasters[0]!.data.length
  const values = new Float32Array(rasters.length * size)
  rasters.forEach(({ data }, i) => {
    const offset = i * size
    for (let j = 0; j < size; j++) values[offset + j] = scale[data[j]!]!
  })
  return values
}

/** Rasters of one size as [batch, height, width, channels]. */
export const collateImages = (rasters: readonly Raster[]): Tensor4D => {
  const { height, width, channels } = rasters[0]!
  return tensor4d(floats(rasters), [rasters.length, height, width, channels])
}

const stacks = (frames: readonly Frame[], name: string): Tensor => {
  const all = frames.map((frame) => stackOf(frame, name))
  const views = all[0]!.length
  const { height, width, channels } = all[0]![0]!
  return tensor5d(floats(all.flat()), [frames.length, views, height, width, channels])
}

const oneHot = (frames: readonly Frame[], name: string, classes: number): Tensor => {
  const values = new Float32Array(frames.length * classes)
  frames.forEach((frame, i) => {
    values[i * classes + numberOf(frame, name)] = 1
  })
  return tensor2d(values, [frames.length, classes])
}

const rows = (frames: readonly Frame[], name: string): Tensor =>
  tensor2d(frames.map((frame) => [...numbersOf(frame, name)]))

const field = (
  frames: readonly Frame[],
  name: string,
  type: FieldType,
  classes: number,
): Tensor | readonly FileRef[] | undefined => {
  switch (type.kind) {
    case 'image':
      return collateImages(frames.map((frame) => imageOf(frame, name)))
    case 'stack':
      return stacks(frames, name)
    case 'category':
      return oneHot(frames, name, typeof type.shape[0] === 'number' ? type.shape[0] : classes)
    case 'probabilities':
    case 'vector':
      return rows(frames, name)
    case 'share':
      return tensor1d(frames.map((frame) => numberOf(frame, name)))
    case 'file':
      return frames.map((frame) => fileOf(frame, name))
    default:
      return undefined
  }
}

/**
 * Joins frames to one batch of tensors.
 *
 * @param types the fields of a frame; only the `wanted` ones are joined, since a tensor that nothing reads costs time and memory
 * @param classes the number of classes of the labeled folder
 */
export const collate =
  (types: FieldTypes, wanted: ReadonlySet<string>, classes: number) =>
  (frames: readonly Frame[]): Batch => {
    const batch: Record<string, Tensor | readonly FileRef[]> = {}
    for (const [name, type] of Object.entries(types)) {
      if (!wanted.has(name)) continue
      const value = field(frames, name, type, classes)
      if (value !== undefined) batch[name] = value
    }
    return batch
  }
