import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { either, type Field, type FieldKind, field, headName, list, reads, view } from '../../codec/index.ts'
import type { Amount, Amounts } from '../schedule/schedule.ts'

/** The tensor of each kind of field in a batch. */
interface TensorsByKind {
  readonly images: Tensor4D
  readonly mask: Tensor1D
  readonly distribution: Tensor2D
  readonly embedding: Tensor2D
}

type TensorOf<K extends FieldKind> = K extends keyof TensorsByKind ? TensorsByKind[K] : Tensor

interface Declared {
  readonly doc: string
}

/** What a model predicts for the examples: the output of a head on one view or several. */
export interface OutputInput extends Declared {
  readonly from: 'output'
  /** The parameter that names the view. */
  readonly of: string
  /** The parameter that names the head. */
  readonly head: string
  /** The head if the file names none. */
  readonly fallback: string
}

/** A field: one value per example (`each`) or one tensor for all (`shared`), such as a queue of negatives. */
export interface FieldInput extends Declared {
  readonly from: 'each' | 'shared'
  readonly kinds: readonly FieldKind[]
  /** The name of the output input whose width a row must have; null for any width. */
  readonly matches: string | null
}

/** One number: a constant, a schedule, or a scalar field. */
export interface ScalarInput extends Declared {
  readonly from: 'scalar'
  readonly fallback: number | undefined
}

/** One input of a loss. `T` is the tensor that the loss gets for it. */
export type Input<T extends Tensor = Tensor> = (OutputInput | FieldInput | ScalarInput) & { readonly tensor?: T }

export type Inputs = Readonly<Record<string, Input>>

/** The tensors that a loss gets for its inputs. */
export type InputTensors<I extends Inputs> = {
  readonly [N in keyof I]: I[N] extends Input<infer T> ? T : never
}

/** The output of a head, [batch, size]. */
export const output = ({
  of = 'of',
  head = 'head',
  fallback = 'label',
  doc = 'the images that the model sees',
} = {}): Input<Tensor2D> => ({
  from: 'output',
  of,
  head,
  fallback,
  doc,
})

/** A field with one value per example. */
export const each = <const K extends FieldKind>(
  kinds: K | readonly K[],
  doc: string,
  matches: string | null = null,
): Input<TensorOf<K>> => ({ from: 'each', kinds: [kinds].flat() as readonly K[], doc, matches })

/** A field with one tensor for all examples. */
export const shared = <const K extends FieldKind>(
  kinds: K | readonly K[],
  doc: string,
  matches: string | null = null,
): Input<TensorOf<K>> => ({ from: 'shared', kinds: [kinds].flat() as readonly K[], doc, matches })

/** A number, a schedule, or a scalar field. Required if there is no fallback. */
export const scalarOf = (doc: string, fallback?: number): Input<Scalar> => ({ from: 'scalar', doc, fallback })

const views = either('a field (images), or a list of them', view, list(view, 2))

/** A number, a schedule, or the name of a scalar field. */
export const amountOrField = ({ schedule }: Amounts) =>
  either<Amount, string>('a number, a schedule or a field (scalar)', schedule, reads('scalar'))

const paramsOfInput = (name: string, input: Input, codecs: Amounts): Readonly<Record<string, Field>> => {
  switch (input.from) {
    case 'output':
      return { [input.of]: field(views, input.doc), [input.head]: field(headName, 'which output', input.fallback) }
    case 'each':
    case 'shared':
      return { [name]: field(reads(...input.kinds), input.doc) }
    case 'scalar':
      return { [name]: field(amountOrField(codecs), input.doc, input.fallback) }
  }
}

/** The parameters that name the inputs in a file. */
export const paramsOfInputs = (inputs: Inputs, codecs: Amounts): Readonly<Record<string, Field>> =>
  Object.assign({}, ...Object.entries(inputs).map(([name, input]) => paramsOfInput(name, input, codecs)))

/** An input with the names from a file. `path` is the parameter that names it. */
export type BoundInput = { readonly name: string; readonly path: readonly string[] } & (
  | { readonly from: 'output'; readonly views: readonly string[]; readonly head: string }
  | { readonly from: 'each' | 'shared'; readonly field: string; readonly matches: string | null }
  | { readonly from: 'scalar'; readonly amount: Amount | string }
)

/** The casts are safe: `paramsOfInput` has chosen the codec that decoded each parameter. */
const bindInput = (name: string, input: Input, params: Readonly<Record<string, unknown>>): BoundInput => {
  switch (input.from) {
    case 'output': {
      const views = [params[input.of] as string | readonly string[]].flat()
      return { name, path: [input.of], from: 'output', views, head: params[input.head] as string }
    }
    case 'each':
    case 'shared':
      return { name, path: [name], from: input.from, field: params[name] as string, matches: input.matches }
    case 'scalar':
      return { name, path: [name], from: 'scalar', amount: params[name] as Amount | string }
  }
}

/** Binds the inputs of a loss to the decoded parameters of a file. */
export const bindInputs = (inputs: Inputs, params: Readonly<Record<string, unknown>>): readonly BoundInput[] =>
  Object.entries(inputs).map(([name, input]) => bindInput(name, input, params))
