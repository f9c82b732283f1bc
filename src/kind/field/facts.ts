import type * as E from 'fp-ts/lib/Either.js'
import type { Complaint } from '../../prelude/errors.ts'
import type { Dim, FieldTypes } from './fieldType.ts'

/** What the check of a pipeline knows of one head. */
export interface HeadFacts {
  /** `pixels` (see `headSize`) for one output for each value of an image. */
  readonly size: Dim
  /** How many views it looks at. */
  readonly views: number
}

/** What is known while a pipeline is checked, before any image is read. */
export interface Facts {
  readonly classes: Dim
  /** The heads of each model. */
  readonly heads: Readonly<Record<string, Readonly<Record<string, HeadFacts>>>>
  /** The names of the moving averages that steps keep of each model. */
  readonly averages: Readonly<Record<string, readonly string[]>>
}

/** The types of the fields that an operator writes, or everything that is wrong with its use. Paths start at the parameters. */
export type Inferred = E.Either<readonly Complaint[], FieldTypes>

/** What an operator writes, from the fields that it receives. */
export type Infer = (given: FieldTypes, facts: Facts) => Inferred
