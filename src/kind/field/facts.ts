import type * as E from 'fp-ts/lib/Either.js'
import type { Complaint } from '../../prelude/errors.ts'
import type { Dim, FieldTypes } from './fieldType.ts'

/** What the check of a pipeline knows about one head. */
export interface HeadFacts {
  /** Number of outputs; `pixels` (see `headSize`) for one output per value of an image. */
  readonly size: Dim
  /** How many views the head sees. */
  readonly views: number
}

/** What the check of a pipeline knows, before any image is read. */
export interface Facts {
  readonly classes: Dim
  /** The heads of each model. */
  readonly heads: Readonly<Record<string, Readonly<Record<string, HeadFacts>>>>
  /** For each model, the names of the moving averages that steps keep. */
  readonly averages: Readonly<Record<string, readonly string[]>>
}

/**
 * The types of the fields that an operator writes, or everything that is wrong with its use.
 *
 * The paths of complaints start at the parameters.
 */
export type Inferred = E.Either<readonly Complaint[], FieldTypes>

/** Infers the fields that an operator writes from those that it receives. */
export type Infer = (given: FieldTypes, facts: Facts) => Inferred
