import type { AnyCodec, Bound, Unit } from '../../codec/index.ts'
import { type Kind, operatorKinds } from '../../kind/registry.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { type DescribedParameter, describeFields, describeShape } from './describeParameters.ts'
import { fieldsOf } from './fieldsOf.ts'
import { inline } from './inline.ts'

/** A unit, as documents show it. */
export interface DescribedUnit {
  readonly kind: Kind
  readonly name: string
  readonly summary: string
  /** Empty if there is none. */
  readonly paper: string
  readonly parameters: readonly DescribedParameter[]
  /** The parameters that stand beside the unit in a file, such as the weight of a loss. */
  readonly beside: readonly DescribedParameter[]
  /** The parameters that name a field that the unit reads, with the kinds of the field. */
  readonly reads: readonly string[]
  /** The parameters that name a field that the unit writes, with the kind of the field. */
  readonly writes: readonly string[]
  /** The unit as a pipeline file may write it. */
  readonly example: string
}

const isOperator = (kind: Kind): boolean => (operatorKinds as readonly Kind[]).includes(kind)

const exampleOf = ({ kind, name, example = name }: Unit<string, unknown>): string => {
  const text = inline(example)
  // An operator is an item of a list, where the braces may go.
  return isOperator(kind as Kind) ? `- ${text.replace(/^\{ ?/, '').replace(/ ?\}$/, '')}` : text
}

const besideOf = (kind: Kind, vocabulary: Vocabulary): readonly DescribedParameter[] => {
  const { shape }: AnyCodec = vocabulary.term
  return kind === 'loss' && shape.kind === 'tagged' ? describeFields(shape.siblings, vocabulary) : []
}

/** Everything that a vocabulary says about one unit. */
export const describeUnit = (unit: Unit<string, unknown>, vocabulary: Vocabulary): DescribedUnit => {
  const kind = unit.kind as Kind
  const { params } = (vocabulary.bound[kind] as Readonly<Record<string, Bound<string, unknown>>>)[unit.name]!
  return {
    kind,
    name: unit.name,
    summary: unit.summary,
    paper: unit.paper ?? '',
    parameters: describeShape(params, vocabulary),
    beside: besideOf(kind, vocabulary),
    reads: fieldsOf(params.shape, 'read'),
    writes: fieldsOf(params.shape, 'write'),
    example: exampleOf(unit),
  }
}
