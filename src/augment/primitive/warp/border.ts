/**
 * What lies beyond the edge of a picture.
 *
 * - A number fills with that gray value, 0..255.
 * - `reflect` mirrors the picture about its outermost pixels, without repeating them: c b | a b c | b a.
 * - `edge` repeats the outermost pixel.
 */
export type Border = number | 'reflect' | 'edge'

/**
 * Folds a coordinate back into 0 .. length - 1 under the border `reflect`. Coordinates count pixel centers
 * and may be fractions.
 *
 * @example
 * reflect(-1, 3) // => 1
 * reflect(3.5, 3) // => 0.5
 */
export const reflect = (center: number, length: number): number => {
  if (length === 1) return 0
  const period = 2 * (length - 1)
  const folded = Math.abs(center) % period
  return folded > length - 1 ? period - folded : folded
}

/**
 * The pixel that an index shows, or -1 if the border fills there.
 *
 * @example
 * borderIndex(-2, 4, 'reflect') // => 2
 * borderIndex(-2, 4, 'edge') // => 0
 * borderIndex(-2, 4, 127) // => -1
 */
export const borderIndex = (index: number, length: number, border: Border): number => {
  if (index >= 0 && index < length) return index
  if (border === 'reflect') return reflect(index, length)
  return border === 'edge' ? (index < 0 ? 0 : length - 1) : -1
}
