/** Optimal string alignment distance: an insertion, deletion, substitution or swap of neighbors costs 1. */
const distance = (a: string, b: string): number => {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? beforeLast[j - 2]! + 1 : substitution
      row.push(Math.min(substitution, swap, last[j]! + 1, row[j - 1]! + 1))
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}

/**
 * The candidate closest to a misspelled name, or undefined if none is close.
 *
 * - A candidate is not close if more than a third of its letters differ. One letter may always differ.
 * - Letter case does not count.
 * - A tie goes to the earlier candidate.
 *
 * @example
 * nearest('treshold', ['temperature', 'threshold']) // => 'threshold'
 * nearest('weight', ['decay', 'rate']) // => undefined
 */
export const nearest = (name: string, candidates: readonly string[]): string | undefined => {
  let best: { readonly candidate: string; readonly cost: number } | undefined
  for (const candidate of candidates) {
    const cost = distance(name.toLowerCase(), candidate.toLowerCase())
    const near = cost <= Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3))
    if (near && (best === undefined || cost < best.cost)) best = { candidate, cost }
  }
  return best?.candidate
}
