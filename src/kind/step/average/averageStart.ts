/** What the values that an average begins with count for, as the share that stays of it in an update. */
export const averageStart = {
  /** As much as any others: the decay holds from the first update on. */
  initial: (decay: number): number => decay,
  /** Less at first: min(decay, (updates + 1) / (updates + 10)), as TensorFlow's ExponentialMovingAverage uses its count of updates. */
  warmUp: (decay: number, updates: number): number => Math.min(decay, (updates + 1) / (updates + 10)),
  /**
   * Nothing: as if the sum began at zero and were divided by the weights in it, 1 - decay^updates, which makes the share that stays
   * (decay - decay^updates) / (1 - decay^updates); with a decay of 1 it is the plain mean.
   *
   * Paper: Kingma and Ba, Adam, ICLR 2015, section 3; TensorFlow and S4L call it zero-debiased.
   */
  debiased: (decay: number, updates: number): number => {
    const terms = Math.max(1, updates)
    return decay === 1 ? (terms - 1) / terms : (decay - decay ** terms) / (1 - decay ** terms)
  },
} as const
