import type { Tensor } from '@tensorflow/tfjs-core'
import type { Raster } from '../../image/raster.ts'
import { InvariantViolation } from '../../prelude/errors.ts'

/** One image file: its path, its set, and its index in that set. */
export interface FileRef {
  readonly set: string
  readonly index: number
  readonly path: string
}

export type Value = FileRef | Raster | readonly Raster[] | number | readonly number[]

/** The named fields of one sample. */
export type Frame = Readonly<Record<string, Value>>

/** The named fields of one batch: tensors, and the files that they came from. */
export type Batch = Readonly<Record<string, Tensor | readonly FileRef[]>>

const missing = (name: string, kind: string): never => {
  throw new InvariantViolation(
    `Expected the field ${name} to hold ${kind}: the check of the pipeline lets nothing else pass`,
  )
}

const isObject = (value: Value | undefined): value is FileRef | Raster =>
  typeof value === 'object' && !Array.isArray(value)

const isListOf =
  <A extends Raster | number>(type: 'object' | 'number') =>
  (value: Value | undefined): value is Value & readonly A[] =>
    Array.isArray(value) && value.every((one) => typeof one === type)

const isStack = isListOf<Raster>('object')
const isNumbers = isListOf<number>('number')

export const fileOf = (frame: Frame, name: string): FileRef => {
  const value = frame[name]
  return isObject(value) && 'path' in value ? value : missing(name, 'a file')
}

export const imageOf = (frame: Frame, name: string): Raster => {
  const value = frame[name]
  return isObject(value) && 'data' in value ? value : missing(name, 'an image')
}

/** Reads several views of one image. */
export const stackOf = (frame: Frame, name: string): readonly Raster[] => {
  const value = frame[name]
  return isStack(value) ? value : missing(name, 'several images')
}

/** Reads a class index or a share. */
export const numberOf = (frame: Frame, name: string): number => {
  const value = frame[name]
  return typeof value === 'number' ? value : missing(name, 'a number')
}

export const numbersOf = (frame: Frame, name: string): readonly number[] => {
  const value = frame[name]
  return isNumbers(value) ? value : missing(name, 'numbers')
}

export const tensorOf = (batch: Batch, name: string): Tensor => {
  const value = batch[name]
  return value !== undefined && 'dataId' in value ? value : missing(name, 'a tensor')
}

export const filesOf = (batch: Batch, name: string): readonly FileRef[] => {
  const value = batch[name]
  return value !== undefined && !('dataId' in value) ? value : missing(name, 'files')
}
