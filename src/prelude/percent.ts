/**
 * A share as a percentage.
 *
 * @example
 * percent(0.97314) // => '97.31 %'
 * percent(0.5, 0) // => '50 %'
 * percent(null) // => '-'
 *
 * @param share from 0 to 1; null for no value
 * @param digits decimal places
 */
export const percent = (share: number | null, digits = 2): string =>
  share === null ? '-' : `${(100 * share).toFixed(digits)} %`
