import type { FieldKind, Mention, Unit } from '../codec/index.ts'
import { mentions } from '../codec/mentions.ts'
import type { Facts } from '../kind/field/facts.ts'
import { fieldKinds } from '../kind/field/fieldKinds.ts'
import type { Dim, FieldTypes } from '../kind/field/fieldType.ts'
import type { Batch, FileRef, Frame } from '../kind/field/frame.ts'
import { type Heads, linearHead } from '../kind/network/head.ts'
import { fold, type Key } from '../prelude/key.ts'
import { paramsOf } from './paramsOf.ts'

/**
 * Sizes. All differ, so that no operator confuses two unnoticed; but images are square, since some operators
 * turn them.
 */
const sizes: Readonly<Record<string, number>> = {
  batch: 4,
  height: 8,
  width: 8,
  channels: 3,
  views: 6,
  classes: 2,
  size: 5,
}

const sizeOf = (dim: Dim): number => (typeof dim === 'number' ? dim : (sizes[dim] ?? 1))

/** The number of classes in every law. */
export const sampleClasses = sizeOf('classes')
/** Height, width and channels of the images in every law. */
export const sampleInput = [sizeOf('height'), sizeOf('width'), sizeOf('channels')] as const

/** The heads of the model in every law. */
export const sampleHeads: Heads = { label: linearHead(sampleClasses), embedding: linearHead(sizeOf('size')) }

/** The facts that the check of a pipeline would find for this model. */
export const sampleFacts: Facts = {
  classes: sampleClasses,
  heads: {
    student: Object.fromEntries(Object.entries(sampleHeads).map(([name, { size, views }]) => [name, { size, views }])),
  },
  averages: { student: ['average'] },
}

const typeOf = (kind: FieldKind) => ({ kind, shape: fieldKinds[kind].dims.map(sizeOf) })

type AnyUnit = Pick<Unit<string, unknown>, 'params' | 'use'>

const mentionsOf = (unit: AnyUnit, params: unknown): readonly Mention[] => mentions(paramsOf(unit), params)

/** A type for every field that an operator with these parameters reads. */
export const givenTypes = (unit: AnyUnit, params: unknown): FieldTypes =>
  Object.fromEntries(
    mentionsOf(unit, params).flatMap(({ name, role }) => (role.of === 'read' ? [[name, typeOf(role.kinds[0]!)]] : [])),
  )

/**
 * Whether the names would pass a check of the file: a field has one kind, is written once, and every head
 * exists.
 */
export const namesFit = (unit: AnyUnit, params: unknown, given: FieldTypes): boolean => {
  const named = mentionsOf(unit, params)
  const written = named.filter(({ role }) => role.of === 'write').map(({ name }) => name)
  return (
    new Set(written).size === written.length &&
    !written.some((name) => Object.hasOwn(given, name)) &&
    named.every(({ name, role }) => role.of !== 'read' || role.kinds.includes(given[name]!.kind)) &&
    named.every(({ name, role }) => role.of !== 'head' || Object.hasOwn(sampleHeads, name))
  )
}

/** Draws a frame with these fields from a key. Every field of the kind `file` has this path. */
export const sampleFrame = (types: FieldTypes, path: string, key: Key): Frame => {
  const file: FileRef = { set: 'sample', index: 0, path }
  return Object.fromEntries(
    Object.entries(types).map(([name, { kind, shape }]) => [
      name,
      fieldKinds[kind].sample(shape.map(sizeOf), fold(key, name), file) as Frame[string],
    ]),
  )
}

/** Draws a batch with these fields from a key. Its tensors belong to the caller. */
export const sampleBatch = (types: FieldTypes, key: Key): Batch => {
  const file: FileRef = { set: 'sample', index: 0, path: 'sample.png' }
  return Object.fromEntries(
    Object.entries(types).map(([name, { kind, shape }]) => [
      name,
      fieldKinds[kind].sample(shape.map(sizeOf), fold(key, name), file) as Batch[string],
    ]),
  )
}

/** Whether a value has the kind and the sizes of a type. */
export const hasType = (value: unknown, { kind, shape }: FieldTypes[string]): boolean =>
  fieldKinds[kind].fits(value, shape.map(sizeOf))
