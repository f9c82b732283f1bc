import type * as E from 'fp-ts/lib/Either.js'
import { type Applied, kind } from '../../codec/index.ts'
import type { RunError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import type { Infer } from '../field/facts.ts'
import type { Frame } from '../field/frame.ts'
import type { Sets } from './imageSets.ts'

/** The first operator of a flow: makes frames from image sets. */
export interface Source {
  /** Which images it reads. One pass over the labeled images is an epoch. */
  readonly images: 'labeled' | 'unlabeled' | 'ledger'
  readonly infer: Infer
  readonly open: (sets: Sets) => E.Either<RunError, Sequence<Frame>>
}

export type AppliedSource = Applied<'source', Source>

/** Declares a source. */
export const defineSource = kind<'source', Source>('source')
