import { choice, either, field, number, optional, probability, writes } from '../../codec/index.ts'
import { range } from './range.ts'

/** Fields that several transforms share, with their documents and defaults. */
export const interpolation = (fallback: 'nearest' | 'bilinear') =>
  field(choice('nearest', 'bilinear'), 'how values between pixels are found', fallback)

const gray = number({ min: 0, max: 255, whole: true })

export const border = (fallback: 'reflect' | 'edge' | number) =>
  field(
    either('a gray value from 0 to 255, "reflect" or "edge"', gray, choice('reflect', 'edge')),
    'what is shown beyond the edge: a gray value 0..255, the reflected picture, or its outermost pixel',
    fallback,
  )

export const fill = field(gray, 'gray value of what is shown beyond the edge, 0..255', 127)

/** Reaches of the parameters of affine maps. */
export const rotate = field(number({ min: 0, max: 180 }), 'largest turn about the center in degrees, either way', 180)
export const translate = field(probability, 'largest shift as a share of the size, either way; whole pixels', 0.2)
export const scale = field(
  range(number({ min: 0.01, max: 100 })),
  'enlargement about the center, [least, most]',
  [0.8, 1.2],
)
export const shear = field(number({ min: 0, max: 80 }), 'largest shear along x in degrees, either way', 30)

/** The field that is told the parameters that were drawn. */
export const writesVector = (doc: string) => field(optional(writes('vector')), doc, null)
