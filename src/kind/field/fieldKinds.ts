import { softmax, type Tensor, tensor, tensor1d, tidy, util } from '@tensorflow/tfjs-core'
import type { FieldKind } from '../../codec/index.ts'
import { type Raster, raster } from '../../image/raster.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { integer, uniforms } from '../../prelude/random.ts'
import type { FileRef, Value } from './frame.ts'
import { collateCategories, collateImages, collateRows, collateStacks } from './tensorsOf.ts'

/** A value of a batch: a tensor, or the files that its samples came from. */
type BatchValue = Tensor | readonly FileRef[]

/** Everything that the program knows about one kind of field. */
export interface FieldKindRow {
  /** The names of the dimensions. A name agrees with any size. */
  readonly dims: readonly string[]
  /** How a batch joins the values of its samples; null for kinds that only batches hold. */
  readonly batched: {
    readonly kind: FieldKind
    readonly collate: (values: readonly Value[], shape: readonly number[]) => BatchValue
  } | null
  /** Whether a value is of this kind and has these sizes. */
  readonly fits: (value: unknown, shape: readonly number[]) => boolean
  /** A random value of these sizes, for property tests. */
  readonly sample: (shape: readonly number[], key: Key, file: FileRef) => Value | BatchValue
}

const isNumber = (value: unknown): value is number => typeof value === 'number'

const isFile = (value: unknown): boolean => typeof value === 'object' && value !== null && 'path' in value

const isRaster = (value: unknown, shape: readonly number[]): boolean => {
  if (typeof value !== 'object' || value === null || !('data' in value)) return false
  const { height, width, channels } = value as Raster
  return [height, width, channels].every((size, i) => size === shape[i])
}

const isRow = (value: unknown, size: number | undefined): boolean =>
  Array.isArray(value) && value.length === size && value.every(isNumber)

const isTensor = (value: unknown, shape: readonly number[]): boolean =>
  typeof value === 'object' && value !== null && 'dataId' in value && (value as Tensor).shape.join() === shape.join()

const randomImage = ([height = 1, width = 1, channels]: readonly number[], key: Key): Raster =>
  raster(
    width,
    height,
    channels === 1 ? 1 : 3,
    Uint8Array.from(uniforms(key, width * height * (channels ?? 3), 0, 256)),
  )

const randomTensor = (shape: readonly number[], key: Key): Tensor =>
  tensor(uniforms(key, util.sizeFromShape([...shape])), [...shape])

const sharpRows = (shape: readonly number[], key: Key): Tensor =>
  tidy(() =>
    softmax(
      tensor(
        uniforms(key, util.sizeFromShape([...shape])).map((value) => 4 * value),
        [...shape],
      ),
    ),
  )

const row = (
  dims: readonly string[],
  rest: Pick<FieldKindRow, 'fits' | 'sample'>,
  batched: FieldKindRow['batched'] = null,
): FieldKindRow => ({ dims, batched, ...rest })

const ofBatch = (dims: readonly string[], sample: FieldKindRow['sample']): FieldKindRow =>
  row(dims, { fits: isTensor, sample })

// These casts are safe: the check has compared the types of the operators that wrote the values.
const rastersIn = (values: readonly Value[]) => values as readonly Raster[]
const numbersIn = (values: readonly Value[]) => values as readonly number[]
const rowsIn = (values: readonly Value[]) => values as readonly (readonly number[])[]

/** Every kind of field, one row each: kinds of samples first, then kinds of batches. */
export const fieldKinds: Readonly<Record<FieldKind, FieldKindRow>> = {
  file: row(
    [],
    { fits: isFile, sample: (_, __, file) => file },
    {
      kind: 'files',
      collate: (values) => values as readonly FileRef[],
    },
  ),
  image: row(
    ['height', 'width', 'channels'],
    { fits: isRaster, sample: randomImage },
    {
      kind: 'images',
      collate: (values) => collateImages(rastersIn(values)),
    },
  ),
  stack: row(
    ['views', 'height', 'width', 'channels'],
    {
      fits: (value, [views, ...size]) =>
        Array.isArray(value) && value.length === views && value.every((view) => isRaster(view, size)),
      sample: ([views, ...size], key) => Array.from({ length: views ?? 0 }, (_, i) => randomImage(size, fold(key, i))),
    },
    { kind: 'stacks', collate: (values) => collateStacks(values as readonly (readonly Raster[])[]) },
  ),
  category: row(
    ['classes'],
    {
      fits: (value, [classes = Number.POSITIVE_INFINITY]) => isNumber(value) && value >= 0 && value < classes,
      sample: ([classes = 1], key) => integer(key, classes),
    },
    { kind: 'distribution', collate: (values, [classes = 0]) => collateCategories(numbersIn(values), classes) },
  ),
  probabilities: row(
    ['classes'],
    {
      fits: (value, [classes]) => isRow(value, classes),
      sample: ([classes = 1], key) => {
        const weights = [...uniforms(key, classes, 0.1, 1)]
        const total = weights.reduce((a, b) => a + b, 0)
        return weights.map((weight) => weight / total)
      },
    },
    { kind: 'distribution', collate: (values) => collateRows(rowsIn(values)) },
  ),
  share: row(
    [],
    { fits: (value) => isNumber(value) && value >= 0 && value <= 1, sample: (_, key) => uniforms(key, 1)[0]! },
    { kind: 'mask', collate: (values) => tensor1d([...numbersIn(values)]) },
  ),
  vector: row(
    ['size'],
    { fits: (value, [size]) => isRow(value, size), sample: ([size = 1], key) => [...uniforms(key, size, -1, 1)] },
    { kind: 'embedding', collate: (values) => collateRows(rowsIn(values)) },
  ),
  files: row(['batch'], {
    fits: (value) => Array.isArray(value) && value.every(isFile),
    sample: ([batch = 1], _, { set }) =>
      Array.from({ length: batch }, (__, index) => ({ set, index, path: `${set}/${index}.png` })),
  }),
  images: ofBatch(['batch', 'height', 'width', 'channels'], randomTensor),
  stacks: ofBatch(['batch', 'views', 'height', 'width', 'channels'], randomTensor),
  distribution: ofBatch(['batch', 'classes'], sharpRows),
  mask: ofBatch(['batch'], (shape, key) =>
    tensor(uniforms(key, util.sizeFromShape([...shape])).map(Math.round), [...shape]),
  ),
  embedding: ofBatch(['batch', 'size'], randomTensor),
  scalar: ofBatch([], randomTensor),
}
