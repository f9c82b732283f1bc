/** How a machine's processors are shared: threads of one tensor kernel, and threads that decode images meanwhile. */
export interface Split {
  readonly kernels: number
  readonly decoders: number
}

/** A split, and the images that a training step takes in each second under it. */
export interface Measured extends Split {
  /** Decoding each image for its step, as the first epoch does. */
  readonly decoding: number
  /** With pixels that are there already, as later epochs find them. */
  readonly kept: number
}

/** What a difference must exceed to count: two measurements of one split differ by as much. */
const noise = 0.1

/**
 * The splits that are worth measuring on so many processors: all of them, or half, for the kernels, beside 4 decoders (some wait for files), as many as
 * there are processors, or half as many.
 *
 * Edges: the first one is what is taken when nothing else is said.
 */
export const candidates = (processors: number): readonly [Split, ...Split[]] => {
  const half = Math.max(1, Math.floor(processors / 2))
  const usual = Math.max(4, Math.min(processors, 16))
  const distinct = (...values: readonly number[]): readonly number[] => [...new Set(values)]
  const [, ...others] = distinct(processors, half).flatMap((kernels) =>
    distinct(usual, Math.min(processors, 16), half).map((decoders) => ({ kernels, decoders })),
  )
  return [{ kernels: processors, decoders: usual }, ...others]
}

/** How good a split is: a run decodes in its first epoch and trains on kept pixels after it, so the worse share of the two counts. */
const worth = ({ decoding, kept }: Measured, all: readonly Measured[]): number =>
  Math.min(decoding / Math.max(...all.map((m) => m.decoding)), kept / Math.max(...all.map((m) => m.kept)))

/**
 * The split to take of those measured: the best one, where it beats the usual one (the first) beyond the noise; otherwise the usual one.
 *
 * Laws: never one that is worse than the usual one; the usual one where all are equal.
 */
export const bestSplit = (all: readonly [Measured, ...Measured[]]): Measured => {
  const best = all.reduce((a, b) => (worth(b, all) > worth(a, all) ? b : a))
  const [usual] = all
  return worth(best, all) > worth(usual, all) * (1 + noise) ? best : usual
}
