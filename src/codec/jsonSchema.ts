import type { AnyCodec } from './codec.ts'
import type { Field, Shape } from './combinator/shape.ts'

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

const parameter = { type: 'string', pattern: '^\\$[A-Za-z]' }

/** `$name` may stand wherever a scalar may. */
const orParameter = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, parameter] })

const bounds = ({ min, max, open }: Extract<Shape, { kind: 'number' }>): JsonSchema => ({
  ...(Number.isFinite(min) ? { minimum: min } : {}),
  ...(Number.isFinite(max) ? { [open ? 'exclusiveMaximum' : 'maximum']: max } : {}),
})

const described = (schema: JsonSchema, { doc, fallback }: Field): JsonSchema => ({
  ...schema,
  description: doc,
  ...(fallback === undefined || fallback === null ? {} : { default: fallback }),
})

const closed = (properties: Readonly<Record<string, JsonSchema>>, required: readonly string[]): JsonSchema => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...(required.length > 0 ? { required } : {}),
})

const isRequired = ({ fallback }: Field): boolean => fallback === undefined

/** Whether a tagged alternative may be written as its name alone. */
const isBare = ({ shape }: AnyCodec): boolean =>
  shape.kind === 'record' && !Object.values(shape.fields).some(isRequired)

/** What the schemas of one file share: definitions by name, and the names of the codecs that have one. */
interface Shared {
  readonly definitions: Record<string, JsonSchema>
  readonly names: Map<AnyCodec, string>
}

type Fields = Readonly<Record<string, Field>>

const propertiesOf = (fields: Fields, shared: Shared): Record<string, JsonSchema> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, described(schemaOf(field.codec, shared), field)]),
  )

const requiredOf = (fields: Fields): readonly string[] =>
  Object.keys(fields).filter((name) => isRequired(fields[name]!))

const alternatives = ({ cases, siblings }: Extract<Shape, { kind: 'tagged' }>, shared: Shared): JsonSchema => {
  const all = Object.entries(cases())
  const bare = all.filter(([, { params }]) => isBare(params)).map(([name]) => name)
  const full = all.map(([name, { summary, params }]) => ({
    ...closed({ [name]: schemaOf(params, shared), ...propertiesOf(siblings, shared) }, [name, ...requiredOf(siblings)]),
    description: summary,
  }))
  return { anyOf: [...(bare.length > 0 ? [{ enum: bare }] : []), ...full] }
}

/** A reference to the definition of a choice, which is written on the first visit. */
const reference = (codec: AnyCodec, shape: Extract<Shape, { kind: 'tagged' }>, shared: Shared): JsonSchema => {
  const { definitions, names } = shared
  const known = names.get(codec)
  if (known !== undefined) return { $ref: `#/$defs/${known}` }
  const base = codec.name.replace(/^an? /, '').replaceAll(' ', '-')
  const name = base in definitions ? `${base}-${names.size}` : base
  names.set(codec, name)
  // The name is taken before the visit: a choice may contain itself.
  definitions[name] = {}
  definitions[name] = alternatives(shape, shared)
  return { $ref: `#/$defs/${name}` }
}

const schemaOf = (codec: AnyCodec, shared: Shared): JsonSchema => {
  const { shape } = codec
  switch (shape.kind) {
    case 'number':
      return orParameter({ type: shape.whole ? 'integer' : 'number', ...bounds(shape) })
    case 'text':
      return shape.pattern === undefined || shape.role !== undefined
        ? { type: 'string' }
        : { type: 'string', pattern: shape.pattern.source }
    case 'flag':
      return orParameter({ type: 'boolean' })
    case 'choice':
      return orParameter({ enum: shape.values })
    case 'list': {
      const items = schemaOf(shape.item, shared)
      return { type: 'array', items, ...(shape.atLeast > 0 ? { minItems: shape.atLeast } : {}) }
    }
    case 'map':
      return {
        type: 'object',
        ...(Object.keys(shape.siblings).length > 0 ? { properties: propertiesOf(shape.siblings, shared) } : {}),
        additionalProperties: schemaOf(shape.value, shared),
      }
    case 'record': {
      const schema = closed(propertiesOf(shape.fields, shared), requiredOf(shape.fields))
      return isBare(codec) ? { ...schema, type: ['object', 'null'] } : schema
    }
    case 'tagged':
      return reference(codec, shape, shared)
    case 'optional':
      return { anyOf: [schemaOf(shape.codec, shared), { type: 'null' }] }
    case 'either':
      return { anyOf: shape.members.map((member) => schemaOf(member, shared)) }
  }
}

/**
 * The JSON Schema of what a codec accepts. Editors use it to complete and check pipeline files.
 *
 * Every choice becomes a definition, named after what a file chooses: it may occur in many places, or in itself.
 *
 * @example
 * import { field, record } from './combinator/record.ts'
 * import { text } from './combinator/texts.ts'
 * const schema = jsonSchema(record({ name: field(text(), 'a name') }))
 * schema.properties // => { name: { type: 'string', description: 'a name' } }
 * schema.required // => ['name']
 *
 * @param head more keys of the root, such as `title`
 */
export const jsonSchema = (codec: AnyCodec, head: JsonSchema = {}): JsonSchema => {
  const shared: Shared = { definitions: {}, names: new Map() }
  const root = schemaOf(codec, shared)
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...head, ...root, $defs: shared.definitions }
}
