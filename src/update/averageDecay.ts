/**
 * The decay of a moving average that may follow faster at first: min(decay, (updates + 1) / (updates + 10)).
 *
 * Paper: none; it is how TensorFlow's ExponentialMovingAverage uses its count of updates.
 */
export const averageDecay = (decay: number, updates: number): number => Math.min(decay, (updates + 1) / (updates + 10))
