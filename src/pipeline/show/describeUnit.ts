import { stringify } from 'yaml'
import type { AnyCodec, Bound, Field, Shape, Unit } from '../../codec/index.ts'
import { type Kind, kinds, operatorKinds, unitsOf } from '../../kind/registry.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'

/** One parameter of a unit, as documents show it. */
export interface DescribedParameter {
  readonly name: string
  /** What it takes, with its range: `a number from 0 to 1`. */
  readonly takes: string
  /** The value where a file gives none, as the file would write it; null where it must be given. */
  readonly fallback: string | null
  readonly doc: string
}

/** A unit, as documents show it. */
export interface DescribedUnit {
  readonly kind: Kind
  readonly name: string
  readonly summary: string
  readonly paper: string
  readonly parameters: readonly DescribedParameter[]
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  /** The unit as a pipeline file may write it. */
  readonly example: string
}

/** Parameters that name a field, with the kinds that it may have. */
const fieldsOf = (shape: Shape, of: 'read' | 'write', name: string): readonly string[] => {
  switch (shape.kind) {
    case 'text':
      if (shape.role?.of === 'read' && of === 'read') return [`${name} (${shape.role.kinds.join(' or ')})`]
      return shape.role?.of === 'write' && of === 'write' ? [`${name} (${shape.role.kind})`] : []
    case 'optional':
      return fieldsOf(shape.codec.shape, of, name)
    case 'list':
      return fieldsOf(shape.item.shape, of, name)
    case 'either':
      return [...new Set(shape.members.flatMap((member) => fieldsOf(member.shape, of, name)))]
    case 'map': {
      const keyed = shape.keyRole?.of === 'write' && of === 'write' ? [`every name (${shape.keyRole.kind})`] : []
      return [...keyed, ...fieldsIn(shape.siblings, of)]
    }
    case 'record':
      return fieldsIn(shape.fields, of)
    default:
      return []
  }
}

const fieldsIn = (fields: Readonly<Record<string, Field>>, of: 'read' | 'write'): readonly string[] =>
  Object.entries(fields).flatMap(([name, { codec }]) => fieldsOf(codec.shape, of, name))

const inline = (value: unknown): string => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()

const parameter = (name: string, { codec, doc, fallback }: Field): DescribedParameter => ({
  name,
  takes: codec.name,
  fallback: fallback === undefined ? null : fallback === null ? 'none' : inline(fallback),
  doc,
})

/** The parameters of a unit; one that is no record has a single one without a name. */
const parametersOf = ({ name, shape }: AnyCodec): readonly DescribedParameter[] => {
  if (shape.kind === 'record') return Object.entries(shape.fields).map(([field, one]) => parameter(field, one))
  if (shape.kind !== 'map') return [{ name: '', takes: name, fallback: null, doc: '' }]
  const siblings = Object.entries(shape.siblings).map(([field, one]) => parameter(field, one))
  return [{ name: 'any name', takes: shape.value.name, fallback: null, doc: '' }, ...siblings]
}

const isOperator = (kind: Kind): boolean => (operatorKinds as readonly Kind[]).includes(kind)

const exampleOf = ({ kind, name, example = name }: Unit<string, unknown>): string => {
  const text = inline(example)
  return isOperator(kind as Kind) ? `- ${text.replace(/^\{ ?/, '').replace(/ ?\}$/, '')}` : text
}

/** Everything that a vocabulary says about one unit. */
export const describeUnit = (unit: Unit<string, unknown>, { bound }: Vocabulary): DescribedUnit => {
  const kind = unit.kind as Kind
  const { params } = (bound[kind] as Readonly<Record<string, Bound<string, unknown>>>)[unit.name]!
  return {
    kind,
    name: unit.name,
    summary: unit.summary,
    paper: unit.paper ?? '',
    parameters: parametersOf(params),
    reads: [...new Set(fieldsOf(params.shape, 'read', ''))],
    writes: [...new Set(fieldsOf(params.shape, 'write', ''))],
    example: exampleOf(unit),
  }
}

const padded = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd())
}

const parameterLines = (parameters: readonly DescribedParameter[]): readonly string[] =>
  parameters.length === 0
    ? ['no parameters']
    : [
        'parameters',
        ...padded(
          parameters.map(({ name, takes, fallback, doc }) => [
            name,
            `${takes}; ${fallback === null ? 'required' : `default ${fallback}`}${doc === '' ? '' : `. ${doc}`}`,
          ]),
        ),
      ]

/** One unit as text. */
export const unitText = (unit: DescribedUnit): string =>
  [
    `${unit.name}: a unit of the kind ${unit.kind}`,
    unit.summary,
    ...(unit.paper === '' ? [] : [`paper: ${unit.paper}`]),
    '',
    ...parameterLines(unit.parameters),
    ...(unit.reads.length === 0 ? [] : ['', `reads   ${unit.reads.join(', ')}`]),
    ...(unit.writes.length === 0 ? [] : ['', `writes  ${unit.writes.join(', ')}`]),
    '',
    'example',
    `  ${unit.example}`,
  ].join('\n')

/** All units of a vocabulary, kind by kind. */
export const kindsText = ({ registry }: Vocabulary): string =>
  kinds
    .map((kind) => {
      const rows = Object.values(registry[kind]).map(({ name, summary }) => [name, summary] as const)
      return [kind, ...padded(rows)].join('\n')
    })
    .join('\n\n')

/** The units of a name: several kinds may have one of the same name. */
export const unitsNamed = (name: string, { registry }: Vocabulary): readonly Unit<string, unknown>[] =>
  unitsOf(registry).filter((unit) => unit.name === name)
