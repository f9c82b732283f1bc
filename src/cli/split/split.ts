/** A way to share the processors: threads of a tensor kernel, and threads that decode images meanwhile. */
export interface Split {
  readonly kernels: number
  readonly decoders: number
}

/** A split with its measured speed, in images per second. */
export interface Measured extends Split {
  /** With decoding, as in the first epoch. */
  readonly decoding: number
  /** With kept pixels, as in later epochs. */
  readonly kept: number
}

/** Smaller differences do not count: two measurements of the same split differ by this share. */
const noise = 0.1

/**
 * The splits that are worth measuring. The first is the usual one: a run without options uses it.
 *
 * Kernels get all processors or half of them. Decoding gets as many threads as there are processors, or half
 * as many. The usual split has at least 4 decoding threads, since some wait for files.
 *
 * @example
 * candidates(1) // => [{ kernels: 1, decoders: 4 }, { kernels: 1, decoders: 1 }]
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

/**
 * The worse of two shares of the best speed: a run decodes in its first epoch, and uses kept pixels after it.
 */
const worth = ({ decoding, kept }: Measured, all: readonly Measured[]): number =>
  Math.min(decoding / Math.max(...all.map((m) => m.decoding)), kept / Math.max(...all.map((m) => m.kept)))

/**
 * The best of the measured splits if it beats the usual one, the first, by more than the noise; otherwise the
 * usual one.
 *
 * Laws: never worse than the usual one; the usual one if all are equal.
 */
export const bestSplit = (all: readonly [Measured, ...Measured[]]): Measured => {
  const best = all.reduce((a, b) => (worth(b, all) > worth(a, all) ? b : a))
  const [usual] = all
  return worth(best, all) > worth(usual, all) * (1 + noise) ? best : usual
}
