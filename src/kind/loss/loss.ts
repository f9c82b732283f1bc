import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core'
import { type Applied, type Codec, type Field, kind, nothing, record, type Unit } from '../../codec/index.ts'
import type { Amounts } from '../schedule/schedule.ts'
import { type BoundInput, bindInputs, type Inputs, type InputTensors, paramsOfInputs } from './input.ts'

/** What a loss demands of a batch if it compares examples with each other. */
export interface Demand {
  /** The input that groups the examples: equal values, same group; null if every example is its own group. */
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
  /** The unmasked losses [batch], from the tensors of its inputs. */
  readonly perExample: (tensors: Readonly<Record<string, Tensor>>) => Tensor1D
}

export type AppliedLoss = Applied<'loss', Loss>

/** A record codec. Its fields stand beside the inputs in a file. */
type Settings<S> = Codec<S> & { readonly fields: Readonly<Record<string, Field>> }

/** A loss as its author writes it: declared inputs, and a function of settings and tensors. */
export interface LossDefinition<I extends Inputs, S> {
  readonly name: string
  readonly summary: string
  readonly paper?: string
  readonly example?: unknown
  readonly inputs: I
  /** Numbers and choices beside the inputs; none if absent. */
  readonly settings?: Settings<S>
  /** What it demands of the examples of a batch; nothing if absent. */
  readonly demand?: Demand
  readonly perExample: (settings: S) => (tensors: InputTensors<I>) => Tensor1D
}

/** A loss that you can also call as a plain function. */
export interface LossUnit<I extends Inputs, S> extends Unit<'loss', Loss, S> {
  readonly inputs: I
  readonly settings: Codec<S>
  readonly demand: Demand | null
  readonly perExample: (settings: S) => (tensors: InputTensors<I>) => Tensor1D
}

const define = kind<'loss', Loss>('loss')

/**
 * Declares a loss of single examples.
 *
 * The term that uses the loss decides which examples count, how to take the mean, and the weight of the loss.
 *
 * Law of every loss that demands no groups: batch decomposition (the losses of a joined batch are the joined
 * losses of its parts).
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
      // The cast is safe: the check has compared the kinds of the tensors with the declared ones.
      perExample: perExample(chosen) as Loss['perExample'],
    }),
  })
  return { ...unit, inputs, settings, demand, perExample }
}
