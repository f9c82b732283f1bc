import type * as E from 'fp-ts/lib/Either.js'
import { type Applied, kind } from '../../codec/index.ts'
import type { RunError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import type { Infer } from '../field/facts.ts'
import type { FieldTypes } from '../field/fieldType.ts'
import type { Frame } from '../field/frame.ts'

/** What an order may use of the plan. */
export interface OrderParts {
  readonly id: string
  /** The fields that the order receives. */
  readonly given: FieldTypes
  /** The names of the classes. */
  readonly classes: readonly string[]
}

/** Samples as an order leaves them. */
export interface Ordered extends Sequence<Frame> {
  /** Sentences for the person who watches the run, before the first sample is used. */
  readonly warnings?: readonly string[]
}

/** Changes which samples come, in which order, or what is known of them, before any image is read. */
export interface Order {
  /** Fields that it adds to each sample; none when left out. */
  readonly infer?: Infer
  /** Whether it can only order samples that end. */
  readonly needsEnd?: boolean
  /** Whether the samples end after it, given whether they did before; they do as before when left out. */
  readonly ends?: (before: boolean) => boolean
  readonly apply: (parts: OrderParts) => (samples: Sequence<Frame>) => E.Either<RunError, Ordered>
}

export type AppliedOrder = Applied<'order', Order>

/** Declares an order. */
export const defineOrder = kind<'order', Order>('order')
