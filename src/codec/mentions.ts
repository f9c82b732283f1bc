import type { AnyCodec } from './codec.ts'
import type { Field, Role, Shape } from './combinator/shape.ts'
import type { Chosen } from './combinator/tagged.ts'

/** One place in decoded parameters where a name stands for something else in the file. */
export interface Mention {
  readonly name: string
  readonly role: Role
  readonly path: readonly string[]
}

const fieldMentions = (
  fields: Readonly<Record<string, Field>>,
  value: unknown,
  path: readonly string[],
): readonly Mention[] =>
  Object.entries(fields).flatMap(([key, { codec }]) =>
    mentions(codec, (value as Readonly<Record<string, unknown>>)[key], [...path, key]),
  )

const mapMentions = (
  { value: inner, keyRole, siblings }: Extract<Shape, { kind: 'map' }>,
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
): readonly Mention[] => {
  // A map with siblings decodes its free names into `entries`.
  const entries = Object.keys(siblings).length === 0 ? value : (value['entries'] as Readonly<Record<string, unknown>>)
  return [
    ...fieldMentions(siblings, value, path),
    ...Object.entries(entries).flatMap(([key, item]) => [
      ...(keyRole === undefined ? [] : [{ name: key, role: keyRole, path: [...path, key] }]),
      ...mentions(inner, item, [...path, key]),
    ]),
  ]
}

/**
 * Finds every name in decoded parameters that refers to a field, model, flow, head, state or ledger.
 *
 * It walks the codec beside the value. So no operator lists what it reads and writes a second time.
 *
 * @example
 * import { field, record } from './combinator/record.ts'
 * import { modelName } from './roles.ts'
 * const params = record({ model: field(modelName, 'the model') })
 * mentions(params, { model: 'student' }) // => [{ name: 'student', role: { of: 'model' }, path: ['model'] }]
 *
 * @param path where the value stands; empty by default
 */
export const mentions = (codec: AnyCodec, value: unknown, path: readonly string[] = []): readonly Mention[] => {
  const { shape } = codec
  switch (shape.kind) {
    case 'text':
      return shape.role === undefined ? [] : [{ name: value as string, role: shape.role, path }]
    case 'list':
      return (value as readonly unknown[]).flatMap((item, i) => mentions(shape.item, item, [...path, String(i)]))
    case 'map':
      return mapMentions(shape, value as Readonly<Record<string, unknown>>, path)
    case 'record':
      return fieldMentions(shape.fields, value, path)
    case 'tagged': {
      const { name, params } = value as Chosen
      return [
        ...mentions(shape.cases()[name]!.params, params, [...path, name]),
        ...fieldMentions(shape.siblings, value, path),
      ]
    }
    case 'optional':
      return value === null ? [] : mentions(shape.codec, value, path)
    case 'either': {
      const member = shape.members.find((candidate) => candidate.is(value))
      return member === undefined ? [] : mentions(member, value, path)
    }
    case 'number':
    case 'flag':
    case 'choice':
      return []
  }
}
