/**
 * Writes log(softmax(x)) of the row that starts at an index: x - max - log(sum(exp(x - max))), finite for logits of any size.
 *
 * @param logs as many numbers as the row has
 */
export const logSoftmaxRow = (x: Float32Array, start: number, logs: Float32Array): void => {
  const columns = logs.length
  let greatest = Number.NEGATIVE_INFINITY
  for (let c = 0; c < columns; c++) greatest = Math.max(greatest, x[start + c] as number) // in range
  let sum = 0
  for (let c = 0; c < columns; c++) sum += Math.exp((x[start + c] as number) - greatest)
  const shift = greatest + Math.log(sum)
  for (let c = 0; c < columns; c++) logs[c] = (x[start + c] as number) - shift
}
