/** A share as `97.31 %`; `-` where there is none. */
export const percent = (share: number | null): string => (share === null ? '-' : `${(100 * share).toFixed(2)} %`)
