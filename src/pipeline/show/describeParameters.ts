import type { AnyCodec, Field, Shape } from '../../codec/index.ts'
import { type Kind, kinds } from '../../kind/registry.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { inline } from './inline.ts'

/** One parameter of a unit, as documents show it. */
export interface DescribedParameter {
  readonly name: string
  /** The values that it takes, with their range: `a number from 0 to 1`. */
  readonly takes: string
  /** The default, as a file would write it; null for a required parameter. */
  readonly fallback: string | null
  readonly doc: string
  /** The names of the units that may stand here, by kind. Each has a description of its own. */
  readonly units: Readonly<Partial<Record<Kind, readonly string[]>>>
  /** The alternatives that belong to this parameter alone. */
  readonly choices: readonly DescribedChoice[]
  /** The parameters of the record that may stand here. */
  readonly parameters: readonly DescribedParameter[]
}

/** One alternative of a parameter. */
export interface DescribedChoice {
  readonly name: string
  readonly summary: string
  readonly parameters: readonly DescribedParameter[]
}

type Tagged = Extract<Shape, { readonly kind: 'tagged' }>
type Inside = Pick<DescribedParameter, 'units' | 'choices' | 'parameters'>

const nothingInside: Inside = { units: {}, choices: [], parameters: [] }

const insideTagged = ({ cases }: Tagged, vocabulary: Vocabulary): Inside => {
  const all = cases()
  const unitKind = kinds.find((kind) => vocabulary.bound[kind] === all)
  if (unitKind !== undefined) return { ...nothingInside, units: { [unitKind]: Object.keys(all) } }
  const choices = Object.entries(all).map(([name, { summary, params }]) => ({
    name,
    summary,
    parameters: describeShape(params, vocabulary),
  }))
  return { ...nothingInside, choices }
}

const insideOf = ({ shape }: AnyCodec, vocabulary: Vocabulary): Inside => {
  switch (shape.kind) {
    case 'optional':
      return insideOf(shape.codec, vocabulary)
    case 'list':
      return insideOf(shape.item, vocabulary)
    case 'map':
      return insideOf(shape.value, vocabulary)
    case 'record':
      return { ...nothingInside, parameters: describeFields(shape.fields, vocabulary) }
    case 'tagged':
      return insideTagged(shape, vocabulary)
    case 'either': {
      const members = shape.members.map((member) => insideOf(member, vocabulary))
      return {
        units: Object.assign({}, ...members.map(({ units }) => units)),
        choices: members.flatMap(({ choices }) => choices),
        parameters: members.flatMap(({ parameters }) => parameters),
      }
    }
    default:
      return nothingInside
  }
}

/** Describes the parameters of a record. */
export const describeFields = (
  fields: Readonly<Record<string, Field>>,
  vocabulary: Vocabulary,
): readonly DescribedParameter[] =>
  Object.entries(fields).map(([name, { codec, doc, fallback }]) => ({
    name,
    takes: codec.name,
    fallback: fallback === undefined ? null : fallback === null ? 'none' : inline(fallback),
    doc,
    ...insideOf(codec, vocabulary),
  }))

const single = (name: string, codec: AnyCodec, vocabulary: Vocabulary): DescribedParameter => ({
  name,
  takes: codec.name,
  fallback: null,
  doc: '',
  ...insideOf(codec, vocabulary),
})

/** Describes the parameters of a unit. If they are not a record, there is one parameter without a name. */
export const describeShape = (codec: AnyCodec, vocabulary: Vocabulary): readonly DescribedParameter[] => {
  const { shape } = codec
  switch (shape.kind) {
    case 'record':
      return describeFields(shape.fields, vocabulary)
    case 'map':
      return [single('any name', shape.value, vocabulary), ...describeFields(shape.siblings, vocabulary)]
    default:
      return [single('', codec, vocabulary)]
  }
}
