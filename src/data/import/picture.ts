import type * as E from 'fp-ts/lib/Either.js'
import type { Raster } from '../../image/raster.ts'
import type { RunError } from '../../prelude/errors.ts'

/** The two halves of a published data set. */
export type Half = 'train' | 'test'

/** One picture of a published data set, as pixels or as an image file. */
export interface Picture {
  readonly half: Half
  readonly class: string
  /** Name of the file to write, without extension. */
  readonly name: string
  readonly content: Raster | { readonly extension: string; readonly bytes: Uint8Array }
}

/** Pictures one after another. The reader stops at the first error. */
export type Pictures = AsyncGenerator<E.Either<RunError, Picture>, void>

/**
 * The name of a picture by its number in the published file: at least five digits.
 *
 * @example
 * numbered(42) // => '00042'
 */
export const numbered = (index: number): string => String(index).padStart(5, '0')
