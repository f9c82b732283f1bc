/**
 * How much the initial values of an average count, as the share of the average that stays in an update.
 *
 * @example
 * averageStart.initial(0.999) // => 0.999
 * averageStart.warmUp(0.999, 0) // => 0.1
 * averageStart.debiased(0.5, 2) // => 1 / 3
 * averageStart.debiased(1, 4) // => 0.75
 */
export const averageStart = {
  /** Initial values count as much as any others: the decay holds from the first update. */
  initial: (decay: number): number => decay,
  /**
   * Initial values count less at first: min(decay, (updates + 1) / (updates + 10)).
   *
   * TensorFlow's ExponentialMovingAverage uses its count of updates in the same way.
   */
  warmUp: (decay: number, updates: number): number => Math.min(decay, (updates + 1) / (updates + 10)),
  /**
   * Initial values count for nothing, as if the sum started at zero and were divided by the sum of its
   * weights, 1 - decay^updates.
   *
   * The share that stays is (decay - decay^updates) / (1 - decay^updates). A decay of 1 gives the plain mean.
   *
   * Paper: Kingma and Ba, Adam, ICLR 2015, section 3; TensorFlow and S4L call it zero-debiased.
   */
  debiased: (decay: number, updates: number): number => {
    const terms = Math.max(1, updates)
    return decay === 1 ? (terms - 1) / terms : (decay - decay ** terms) / (1 - decay ** terms)
  },
} as const
