import type * as E from 'fp-ts/lib/Either.js'
import { type Applied, kind } from '../../codec/index.ts'
import type { DataError } from '../../prelude/errors.ts'
import type { Key } from '../../prelude/key.ts'
import type { Infer } from '../field/facts.ts'
import type { FileRef, Frame } from '../field/frame.ts'

/** Results of a stage that the run keeps on disk, by file. */
export interface KeptBytes {
  readonly get: (file: FileRef) => Uint8Array | undefined
  readonly put: (file: FileRef, bytes: Uint8Array) => void
}

/** What a stage wants kept. */
export interface KeepRequest {
  /** Everything that the bytes depend on beside the file, as plain data. */
  readonly of: unknown
  /** Bytes of each result. */
  readonly size: number
}

/** What stages may use of the run. */
export interface Resources {
  /** Where results are kept between epochs, or null where the run keeps none. */
  readonly kept: (request: KeepRequest) => KeptBytes | null
}

export type StageResult = E.Either<DataError, readonly Frame[]>

/** Frame to frames; knows no model and may run concurrently. */
export interface Stage {
  readonly infer: Infer
  readonly run: (resources: Resources) => (frame: Frame, key: Key) => StageResult | Promise<StageResult>
}

export type AppliedStage = Applied<'stage', Stage>

/** Declares a stage. */
export const defineStage = kind<'stage', Stage>('stage')
