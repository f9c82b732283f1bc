import type * as E from 'fp-ts/lib/Either.js'
import { type Applied, kind } from '../../codec/index.ts'
import type { RunError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import type { Infer } from '../field/facts.ts'
import type { FieldTypes } from '../field/fieldType.ts'
import type { Frame } from '../field/frame.ts'

/** The parts of the plan that an order may use. */
export interface OrderParts {
  readonly id: string
  /** The fields that the order receives. */
  readonly given: FieldTypes
  /** The names of the classes. */
  readonly classes: readonly string[]
}

/** The samples that an order returns. */
export interface Ordered extends Sequence<Frame> {
  /** Sentences for the person who watches the run, shown before the first sample. */
  readonly warnings?: readonly string[]
}

/** Selects samples, changes their order or adds fields to them, before any image is read. */
export interface Order {
  /** Fields that it adds to each sample; none if absent. */
  readonly infer?: Infer
  /** Whether it needs a finite sequence of samples. */
  readonly needsEnd?: boolean
  /** Whether its result is finite, from whether its input is; unchanged if absent. */
  readonly ends?: (before: boolean) => boolean
  readonly apply: (parts: OrderParts) => (samples: Sequence<Frame>) => E.Either<RunError, Ordered>
}

export type AppliedOrder = Applied<'order', Order>

/** Declares an order. */
export const defineOrder = kind<'order', Order>('order')
