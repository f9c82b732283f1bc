/** A count, the time at which it was read in seconds, and how fast it has grown lately. */
export interface Rate {
  readonly time: number
  readonly count: number
  readonly perSecond: number
}

/** The rate before anything is counted. */
export const startRate = (time: number): Rate => ({ time, count: 0, perSecond: 0 })

/**
 * Adds a reading to an exponentially weighted mean of the rates between readings, as progress bars show it.
 *
 * perSecond' = perSecond + (1 - e^(-dt / window)) * (dcount / dt - perSecond)
 *
 * - The first reading stands alone.
 * - A reading at the same time as the last changes nothing.
 *
 * Law: a constant rate is a fixed point.
 *
 * @example
 * updateRate(5)(startRate(10), { time: 12, count: 30 }) // => { time: 12, count: 30, perSecond: 15 }
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

/**
 * Seconds until the count reaches `total` at this rate. Infinity while nothing moves.
 *
 * @example
 * timeLeft({ time: 0, count: 10, perSecond: 10 }, 100) // => 9
 * timeLeft(startRate(0), 5) // => Infinity
 */
export const timeLeft = ({ count, perSecond }: Rate, total: number): number =>
  count >= total ? 0 : (total - count) / perSecond
