import { type Applied, kind } from '../../codec/index.ts'
import type { Inferred } from '../field/facts.ts'
import type { Dim, FieldTypes } from '../field/fieldType.ts'
import type { Batch, Frame } from '../field/frame.ts'

/** Joins the samples of one flow into batches. */
export interface BatchJoin {
  readonly joins: 'samples'
  /** Samples in a batch. */
  readonly size: number
  /** What happens to the last batch if it is not full. */
  readonly last: 'drop' | 'keep'
  readonly infer: (given: FieldTypes) => Inferred
  /**
   * @param wanted the fields that a later step reads; the others need not be joined
   * @param sizes the number behind each named size (`classes`)
   */
  readonly collate: (
    given: FieldTypes,
    wanted: ReadonlySet<string>,
    sizes: Readonly<Record<string, number>>,
  ) => (frames: readonly Frame[]) => Batch
}

/** Joins batches of several flows into one batch. */
export interface FlowJoin {
  readonly joins: 'flows'
  /** The flows that it joins, by the prefix of their fields. */
  readonly flows: Readonly<Record<string, string>>
}

export type Join = BatchJoin | FlowJoin

export type AppliedJoin = Applied<'join', Join>

/** Declares a join. */
export const defineJoin = kind<'join', Join>('join')

/** The number of rows of a joined batch; the name `batch` if the last batch can be smaller. */
export const rowsOf = ({ size, last }: Pick<BatchJoin, 'size' | 'last'>): Dim => (last === 'drop' ? size : 'batch')
