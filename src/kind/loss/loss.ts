import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import { type Applied, type Codec, type Field, kind, nothing, record, type Unit } from '../../codec/index.ts'
import type { Amounts } from '../schedule/schedule.ts'
import { type BoundInput, bindInputs, type Inputs, type InputTensors, paramsOfInputs } from './input.ts'

/** What a loss that compares examples with each other demands of a batch. */
export interface Demand {
  /** The input whose equal values put examples into one group; null where every example is a group. */
  readonly groups: string | null
  /** Least number of groups in a batch. */
  readonly atLeast: number
  /** Least number of examples in a group. */
  readonly members: number
}

/** A loss applied to its parameters. */
export interface Loss {
  readonly inputs: readonly BoundInput[]
  readonly demand: Demand | null
  /** [batch], unmasked, from the tensors of its inputs. */
  readonly perExample: (tensors: Readonly<Record<string, Tensor>>) => Tensor1D
}

export type AppliedLoss = Applied<'loss', Loss>

/** A record codec, whose fields stand beside the inputs in a file. */
type Settings<S> = Codec<S> & { readonly fields: Readonly<Record<string, Field>> }

/** A loss as its author writes it: a function of settings and tensors, with declared inputs. */
export interface LossDefinition<I extends Inputs, S> {
  readonly name: string
  readonly summary: string
  readonly paper?: string
  readonly example?: unknown
  readonly inputs: I
  /** Numbers and choices beside the inputs; none when left out. */
  readonly settings?: Settings<S>
  /** What it demands of the examples of a batch; nothing when left out. */
  readonly demand?: Demand
  readonly perExample: (settings: S) => (tensors: InputTensors<I>) => Tensor1D
}

/** A loss that can also be called as a plain function. */
export interface LossUnit<I extends Inputs, S> extends Unit<'loss', Loss, S> {
  readonly inputs: I
  readonly settings: Codec<S>
  readonly demand: Demand | null
  readonly perExample: (settings: S) => (tensors: InputTensors<I>) => Tensor1D
}

const define = kind<'loss', Loss>('loss')

/**
 * Declares a loss of single examples. Which examples count, how the mean is taken and what the loss weighs belongs to the term that uses it.
 *
 * Law of each: batch decomposition (the losses of a joined batch are those of its parts, joined), except where it demands groups to compare.
 */
export const defineLoss = <const I extends Inputs, S = Readonly<Record<never, never>>>(
  definition: LossDefinition<I, S>,
): LossUnit<I, S> => {
  const { inputs, demand = null, perExample, ...rest } = definition
  const settings = definition.settings ?? (nothing as unknown as Settings<S>)
  const params = (codecs: Amounts) =>
    record({ ...paramsOfInputs(inputs, codecs), ...settings.fields }) as unknown as Codec<S>
  const unit = define({
    ...rest,
    params,
    use: (chosen: S) => ({
      inputs: bindInputs(inputs, chosen as Readonly<Record<string, unknown>>),
      demand,
      // The tensors of the inputs have the kinds that the check has compared with the declared ones.
      perExample: perExample(chosen) as Loss['perExample'],
    }),
  })
  return { ...unit, inputs, settings, demand, perExample }
}
