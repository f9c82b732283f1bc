/** A count that was read at a time, and how fast it has been growing lately. */
export interface Rate {
  readonly time: number
  readonly count: number
  readonly perSecond: number
}

/** The rate before anything was counted. */
export const startRate = (time: number): Rate => ({ time, count: 0, perSecond: 0 })

/**
 * Takes a new reading: an exponentially weighted mean of the rates between readings, as progress bars show it.
 *
 * perSecond' = perSecond + (1 - e^(-dt / window)) * (dcount / dt - perSecond); the first reading stands alone.
 *
 * Edge: a reading at the same time as the last changes nothing. Law: a constant rate is a fixed point.
 *
 * @param window seconds after which an old rate has lost 63 % of its weight
 */
export const updateRate =
  (window: number) =>
  (rate: Rate, { time, count }: { readonly time: number; readonly count: number }): Rate => {
    const elapsed = time - rate.time
    if (elapsed <= 0) return rate
    const latest = (count - rate.count) / elapsed
    const share = rate.count === 0 && rate.perSecond === 0 ? 1 : 1 - Math.exp(-elapsed / window)
    return { time, count, perSecond: rate.perSecond + share * (latest - rate.perSecond) }
  }

/** Seconds until `total` is reached at this rate; Infinity while nothing moves. */
export const timeLeft = ({ count, perSecond }: Rate, total: number): number =>
  count >= total ? 0 : (total - count) / perSecond
