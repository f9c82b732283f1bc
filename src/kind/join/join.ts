import { type Applied, kind } from '../../codec/index.ts'
import type { Inferred } from '../field/facts.ts'
import type { Dim, FieldTypes } from '../field/fieldType.ts'
import type { Batch, Frame } from '../field/frame.ts'

/** Joins samples of one flow to batches. */
export interface BatchJoin {
  readonly joins: 'samples'
  /** Samples in a batch. */
  readonly size: number
  /** What happens to a last batch that is not full. */
  readonly last: 'drop' | 'keep'
  readonly infer: (given: FieldTypes) => Inferred
  /**
   * @param wanted the fields that a later step reads: no others need to be joined
   * @param sizes what a size with a name turned out to be (`classes`)
   */
  readonly collate: (
    given: FieldTypes,
    wanted: ReadonlySet<string>,
    sizes: Readonly<Record<string, number>>,
  ) => (frames: readonly Frame[]) => Batch
}

/** Joins batches of several flows to one batch. */
export interface FlowJoin {
  readonly joins: 'flows'
  /** The flows that it joins, by the name that its fields begin with. */
  readonly flows: Readonly<Record<string, string>>
}

export type Join = BatchJoin | FlowJoin

export type AppliedJoin = Applied<'join', Join>

/** Declares a join. */
export const defineJoin = kind<'join', Join>('join')

/** The number of rows of a joined batch, where it is known. */
export const rowsOf = ({ size, last }: Pick<BatchJoin, 'size' | 'last'>): Dim => (last === 'drop' ? size : 'batch')
