import type { AnyCodec } from './codec.ts'
import type { Field, Shape } from './shape.ts'

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

const parameter = { type: 'string', pattern: '^\\$[A-Za-z]' }

/** Anywhere a scalar may stand, `$name` may stand for it. */
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

/**
 * The JSON Schema of what a codec accepts, so that editors complete and check pipeline files.
 *
 * Alternatives that stand in more than one place (or inside themselves) become definitions, named after what is chosen.
 */
export const jsonSchema = (codec: AnyCodec, head: JsonSchema = {}): JsonSchema => {
  const definitions: Record<string, JsonSchema> = {}
  const names = new Map<AnyCodec, string>()

  const properties = (fields: Readonly<Record<string, Field>>): Record<string, JsonSchema> =>
    Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, described(visit(field.codec), field)]))
  const requiredOf = (fields: Readonly<Record<string, Field>>): readonly string[] =>
    Object.keys(fields).filter((name) => isRequired(fields[name]!))

  const alternatives = ({ cases, siblings }: Extract<Shape, { kind: 'tagged' }>): JsonSchema => {
    const all = Object.entries(cases())
    const bare = all.filter(([, { params }]) => isBare(params)).map(([name]) => name)
    const full = all.map(([name, { summary, params }]) => ({
      ...closed({ [name]: visit(params), ...properties(siblings) }, [name, ...requiredOf(siblings)]),
      description: summary,
    }))
    return { anyOf: [...(bare.length > 0 ? [{ enum: bare }] : []), ...full] }
  }

  const visit = (inner: AnyCodec): JsonSchema => {
    const { shape } = inner
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
      case 'list':
        return { type: 'array', items: visit(shape.item), ...(shape.atLeast > 0 ? { minItems: shape.atLeast } : {}) }
      case 'map':
        return {
          type: 'object',
          ...(Object.keys(shape.siblings).length > 0 ? { properties: properties(shape.siblings) } : {}),
          additionalProperties: visit(shape.value),
        }
      case 'record': {
        const schema = closed(properties(shape.fields), requiredOf(shape.fields))
        return isBare(inner) ? { ...schema, type: ['object', 'null'] } : schema
      }
      case 'tagged': {
        const known = names.get(inner)
        if (known !== undefined) return { $ref: `#/$defs/${known}` }
        const base = inner.name.replace(/^an? /, '').replaceAll(' ', '-')
        const name = base in definitions ? `${base}-${names.size}` : base
        names.set(inner, name)
        definitions[name] = {}
        definitions[name] = alternatives(shape)
        return { $ref: `#/$defs/${name}` }
      }
      case 'optional':
        return { anyOf: [visit(shape.codec), { type: 'null' }] }
      case 'either':
        return { anyOf: shape.members.map(visit) }
    }
  }
  const root = visit(codec)
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...head, ...root, $defs: definitions }
}
