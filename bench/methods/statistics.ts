const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

export const mean = (values: readonly number[]): number => sum(values) / values.length

/** Standard deviation of a sample, sqrt(sum (x - mean)^2 / (n - 1)); null for fewer than two values. */
export const deviation = (values: readonly number[]): number | null => {
  if (values.length < 2) return null
  const middle = mean(values)
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1))
}

/** Standard error of the mean, deviation / sqrt(n); null for fewer than two values. */
export const standardError = (values: readonly number[]): number | null => {
  const spread = deviation(values)
  return spread === null ? null : spread / Math.sqrt(values.length)
}
