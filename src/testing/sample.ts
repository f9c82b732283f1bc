import { softmax, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core'
import type { FieldKind } from '../codec/index.ts'
import { mentions } from '../codec/mentions.ts'
import { type Raster, raster } from '../image/raster.ts'
import type { AnyOperator } from '../kind/definition.ts'
import type { Dim, FieldType, FieldTypes } from '../kind/field/fieldType.ts'
import type { Batch, FileRef, Frame, Value } from '../kind/field/frame.ts'
import { fold, type Key } from '../prelude/key.ts'
import { integer, uniforms } from '../prelude/random.ts'

/** Sizes that differ from each other, so that no operator gets away with confusing two; images are square, since some operators turn them. */
const size = { batch: 4, height: 8, width: 8, channels: 3, views: 6, classes: 2, vector: 5 } as const

const typeOf = (kind: FieldKind): FieldType => {
  const { batch, height, width, channels, views, classes, vector } = size
  switch (kind) {
    case 'file':
    case 'share':
    case 'scalar':
      return { kind, shape: [] }
    case 'image':
      return { kind, shape: [height, width, channels] }
    case 'stack':
      return { kind, shape: [views, height, width, channels] }
    case 'category':
    case 'probabilities':
      return { kind, shape: [classes] }
    case 'vector':
      return { kind, shape: [vector] }
    case 'files':
    case 'mask':
      return { kind, shape: [batch] }
    case 'images':
      return { kind, shape: [batch, height, width, channels] }
    case 'stacks':
      return { kind, shape: [batch, views, height, width, channels] }
    case 'distribution':
      return { kind, shape: [batch, classes] }
    case 'embedding':
      return { kind, shape: [batch, vector] }
  }
}

export const sampleClasses = size.classes
export const sampleHeads: Readonly<Record<string, number>> = { label: size.classes, embedding: size.vector }
export const sampleInput = [size.height, size.width, size.channels] as const

/** A type for every field that an operator with these parameters reads. */
export const givenTypes = ({ params: codec }: Pick<AnyOperator, 'params'>, params: unknown): FieldTypes =>
  Object.fromEntries(
    mentions(codec, params).flatMap(({ name, role }) => (role.of === 'read' ? [[name, typeOf(role.kinds[0]!)]] : [])),
  )

/** Whether every name is used as a check of the whole file would let it be: fields of one kind, written once, and heads that are there. */
export const namesFit = (
  { params: codec }: Pick<AnyOperator, 'params'>,
  params: unknown,
  given: FieldTypes,
): boolean => {
  const found = mentions(codec, params)
  const written = found.filter(({ role }) => role.of === 'write').map(({ name }) => name)
  return (
    new Set(written).size === written.length &&
    !written.some((name) => Object.hasOwn(given, name)) &&
    found.every(({ name, role }) => role.of !== 'read' || role.kinds.includes(given[name]!.kind)) &&
    found.every(({ name, role }) => role.of !== 'head' || Object.hasOwn(sampleHeads, name))
  )
}

const known = (dim: Dim): number => (typeof dim === 'number' ? dim : 1)

const valueFor = ({ kind, shape }: FieldType, file: FileRef, key: Key): Value => {
  const count = shape.reduce<number>((product, dim) => product * known(dim), 1)
  const picture = (from: Key): Raster => {
    const { width, height, channels } = size
    return raster(width, height, channels, Uint8Array.from(uniforms(from, width * height * channels, 0, 256)))
  }
  switch (kind) {
    case 'image':
      return picture(key)
    case 'stack':
      return Array.from({ length: size.views }, (_, i) => picture(fold(key, i)))
    case 'category':
      return integer(key, count)
    case 'vector':
      return [...uniforms(key, count, -1, 1)]
    default:
      return file
  }
}

/** A frame with the given fields, drawn from a key; every file is the given one. */
export const sampleFrame = (types: FieldTypes, path: string, key: Key): Frame =>
  Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      valueFor(type, { set: 'sample', index: 0, path }, fold(key, name)),
    ]),
  )

const tensorFor = ({ kind, shape }: FieldType, key: Key): Tensor => {
  const sizes = shape.map(known)
  const values = uniforms(
    key,
    sizes.reduce((product, dim) => product * dim, 1),
  )
  switch (kind) {
    case 'distribution':
      return tidy(() =>
        softmax(
          tensor(
            values.map((value) => 4 * value),
            sizes,
          ),
        ),
      )
    case 'mask':
      return tensor(values.map(Math.round), sizes)
    default:
      return tensor(values, sizes)
  }
}

/** A batch with the given fields, drawn from a key. Its tensors belong to the caller. */
export const sampleBatch = (types: FieldTypes, key: Key): Batch =>
  Object.fromEntries(
    Object.entries(types).map(([name, type]) => [
      name,
      type.kind === 'files'
        ? Array.from({ length: size.batch }, (_, index) => ({ set: 'sample', index, path: `sample/${index}.png` }))
        : tensorFor(type, fold(key, name)),
    ]),
  )
