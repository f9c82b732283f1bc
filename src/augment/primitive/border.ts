/**
 * What lies beyond the edge of a picture: a gray value 0..255, the picture reflected about its outermost pixels (the edge itself is not
 * repeated: c b | a b c | b a), or the outermost pixel again.
 */
export type Border = number | 'reflect' | 'edge'

/** The pixel center (0 .. length - 1, or between two) that a coordinate counted in pixel centers shows under `reflect`. */
export const reflect = (center: number, length: number): number => {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const folded = Math.abs(center) % period
  return folded > length - 1 ? period - folded : folded
}

/** The pixel that an index shows, or -1 where the border is a fill. */
export const borderIndex = (index: number, length: number, border: Border): number => {
  if (index >= 0 && index < length) return index
  if (border === 'reflect') return reflect(index, length)
  return border === 'edge' ? (index < 0 ? 0 : length - 1) : -1
}
