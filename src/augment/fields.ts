import { choice, either, field, number } from '../codec/index.ts'

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
