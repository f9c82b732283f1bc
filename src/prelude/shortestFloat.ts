/**
 * The number with the fewest decimal digits that gives the same 32-bit float. Files show this number.
 *
 * Edge: below 2^-126, where floats have fewer digits, the result has more digits than it needs.
 *
 * Laws:
 * - `Math.fround` gives the float back.
 * - Larger floats have larger numbers.
 * - The result has at most nine digits.
 *
 * @example
 * shortestFloat(0.800000011920929) // => 0.8
 * shortestFloat(Math.fround(1 / 3)) // => 0.33333334
 *
 * @param float a 32-bit float, as a number
 */
export const shortestFloat = (float: number): number => {
  for (let digits = 7; digits < 9; digits++) {
    // Writing the number drops the zeros at its end.
    const short = Number(float.toPrecision(digits))
    if (Math.fround(short) === float) return short
  }
  return Number(float.toPrecision(9))
}
