import * as E from 'fp-ts/lib/Either.js'
import { type DataError, dataError } from '../prelude/errors.ts'
import { explainFailure } from './explainFailure.ts'
import { type ImageSource, sourceInput, sourceName } from './imageSource.ts'
import { sharp } from './loaders.ts'
import type { Size } from './size.ts'

/** What the header of an image file says. */
export interface Probe extends Size {
  readonly format: string
  /** Stored channels, including alpha. */
  readonly channels: number
  /** Frames of an animation or pages of a document; 1 for a still picture. */
  readonly frames: number
}

/**
 * Reads only the header of an image file. Width and height are those after the EXIF orientation is applied.
 *
 * @example
 * import { encode } from './encode.ts'
 * import { pixels } from './raster.ts'
 * const bytes = await encode({ format: 'png' })(pixels(3, 2, 1, () => 0))
 * const header = { format: 'png', channels: 1, frames: 1, width: 3, height: 2 }
 * await probe({ name: 'memory', bytes }) // => { _tag: 'Right', right: header }
 */
export const probe = async (source: ImageSource): Promise<E.Either<DataError, Probe>> => {
  try {
    const { format, channels, pages, autoOrient } = await sharp(sourceInput(source), {
      limitInputPixels: false,
    }).metadata()
    return E.right({ format, channels, frames: pages ?? 1, width: autoOrient.width, height: autoOrient.height })
  } catch (thrown) {
    return E.left(
      dataError(sourceName(source), 'probe', await explainFailure(source, Number.POSITIVE_INFINITY, thrown)),
    )
  }
}
