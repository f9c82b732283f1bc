/**
 * The number of fewest decimal digits that gives the same 32-bit float: 0.8 in place of 0.800000011920929, which is what files shall show.
 *
 * Edge: below 2^-126, where floats have fewer digits, it has more than it needs.
 *
 * Laws: Math.fround gives the float back; larger floats have larger numbers; at most nine digits.
 *
 * @param float a 32-bit float, as a number
 */
export const shortestFloat = (float: number): number => {
  for (let digits = 7; digits < 9; digits++) {
    // Zeros at the end are dropped when it is written.
    const short = Number(float.toPrecision(digits))
    if (Math.fround(short) === float) return short
  }
  return Number(float.toPrecision(9))
}
