import { choice, count, either, field, number, optional, probability, writes } from '../../codec/index.ts'
import type { Size } from '../../image/size.ts'
import { range } from './range.ts'

/** Parameters that several transforms share, with their documents and defaults. */
export const interpolation = (fallback: 'nearest' | 'bilinear') =>
  field(choice('nearest', 'bilinear'), 'how to find values between pixels', fallback)

const gray = number({ min: 0, max: 255, whole: true })

export const border = (fallback: 'reflect' | 'edge' | number) =>
  field(
    either('a gray value from 0 to 255, "reflect" or "edge"', gray, choice('reflect', 'edge')),
    'what lies beyond the edge: a gray value 0..255, the reflected image, or its outermost pixel',
    fallback,
  )

export const fill = field(gray, 'gray value beyond the edge, 0..255', 127)

/** The ranges of the parameters of affine maps. */
export const rotate = field(number({ min: 0, max: 180 }), 'largest turn about the center in degrees, either way', 180)
export const translate = field(probability, 'largest shift as a share of the size, either way; whole pixels', 0.2)
export const scale = field(
  range(number({ min: 0.01, max: 100 })),
  'enlargement about the center, [least, most]',
  [0.8, 1.2],
)
export const shear = field(number({ min: 0, max: 80 }), 'largest shear along x in degrees, either way', 30)

const sideDoc = 'side of the result in pixels, a square; null keeps the size of the image'

/** The side of the result of a crop. */
export const side = field(optional(count), sideDoc, null)

/**
 * The size of the result of a crop.
 *
 * @example
 * sizeOfSide(8, { width: 4, height: 2 }) // => { width: 8, height: 8 }
 * sizeOfSide(null, { width: 4, height: 2 }) // => { width: 4, height: 2 }
 *
 * @param side pixels; null for the size of the image
 */
export const sizeOfSide = (side: number | null, image: Size): Size =>
  side === null ? image : { width: side, height: side }

/** The parameter that names the field for the drawn numbers; null to write none. */
export const writesVector = (doc: string) => field(optional(writes('vector')), doc, null)
