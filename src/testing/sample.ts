import type { FieldKind, Mention, Unit } from '../codec/index.ts'
import { mentions } from '../codec/mentions.ts'
import type { Facts } from '../kind/field/facts.ts'
import { fieldKinds } from '../kind/field/fieldKinds.ts'
import type { Dim, FieldTypes } from '../kind/field/fieldType.ts'
import type { Batch, FileRef, Frame } from '../kind/field/frame.ts'
import { type Heads, linearHead } from '../kind/network/head.ts'
import { fold, type Key } from '../prelude/key.ts'
import { paramsOf } from './paramsOf.ts'

/** Sizes that differ from each other, so that no operator gets away with confusing two; images are square, since some operators turn them. */
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

export const sampleClasses = sizeOf('classes')
export const sampleInput = [sizeOf('height'), sizeOf('width'), sizeOf('channels')] as const

/** The heads of the model of every law. */
export const sampleHeads: Heads = { label: linearHead(sampleClasses), embedding: linearHead(sizeOf('size')) }

/** What the check of a pipeline would know of the model of every law. */
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

/** Whether every name is used as a check of the whole file would let it be: fields of one kind, written once, and heads that are there. */
export const namesFit = (unit: AnyUnit, params: unknown, given: FieldTypes): boolean => {
  const found = mentionsOf(unit, params)
  const written = found.filter(({ role }) => role.of === 'write').map(({ name }) => name)
  return (
    new Set(written).size === written.length &&
    !written.some((name) => Object.hasOwn(given, name)) &&
    found.every(({ name, role }) => role.of !== 'read' || role.kinds.includes(given[name]!.kind)) &&
    found.every(({ name, role }) => role.of !== 'head' || Object.hasOwn(sampleHeads, name))
  )
}

/** A frame with the given fields, drawn from a key; every file is the given one. */
export const sampleFrame = (types: FieldTypes, path: string, key: Key): Frame => {
  const file: FileRef = { set: 'sample', index: 0, path }
  return Object.fromEntries(
    Object.entries(types).map(([name, { kind, shape }]) => [
      name,
      fieldKinds[kind].sample(shape.map(sizeOf), fold(key, name), file) as Frame[string],
    ]),
  )
}

/** A batch with the given fields, drawn from a key. Its tensors belong to the caller. */
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
