import type * as E from 'fp-ts/lib/Either.js'
import { type Applied, kind } from '../../codec/index.ts'
import type { DataError } from '../../prelude/errors.ts'
import type { Key } from '../../prelude/key.ts'
import type { Infer } from '../field/facts.ts'
import type { FileRef, Frame } from '../field/frame.ts'

/** The results of a stage that the run keeps on disk, by file. */
export interface KeptBytes {
  readonly get: (file: FileRef) => Uint8Array | undefined
  readonly put: (file: FileRef, bytes: Uint8Array) => void
}

/** What a stage asks the run to keep. */
export interface KeepRequest {
  /** Everything besides the file that the bytes depend on, as plain data. */
  readonly of: unknown
  /** Size of one result in bytes. */
  readonly size: number
}

/** The parts of a run that a stage may use. */
export interface Resources {
  /** The store that keeps results between epochs; null if the run keeps none. */
  readonly kept: (request: KeepRequest) => KeptBytes | null
}

export type StageResult = E.Either<DataError, readonly Frame[]>

/** Turns one frame into any number of frames. It knows no model and may run concurrently. */
export interface Stage {
  readonly infer: Infer
  readonly run: (resources: Resources) => (frame: Frame, key: Key) => StageResult | Promise<StageResult>
}

export type AppliedStage = Applied<'stage', Stage>

/** Declares a stage. */
export const defineStage = kind<'stage', Stage>('stage')
