/** How two operands broadcast. */
export interface BroadcastPlan {
  /** The extents of the result, with neighboring axes merged. */
  readonly extents: readonly number[]
  /** The stride of each operand along each extent; 0 where it repeats. */
  readonly strideA: readonly number[]
  readonly strideB: readonly number[]
}

/**
 * Merges neighboring axes along which each operand either always repeats or never does.
 *
 * The usual cases (same shape, a scalar, one number per channel, one number per row) then have one or two
 * axes, whatever the rank.
 *
 * @example
 * const plan = broadcastPlan([64, 8, 8, 16], [16], [64, 8, 8, 16])
 * plan.extents // => [4096, 16]
 * plan.strideB // => [0, 1]
 */
export const broadcastPlan = (a: readonly number[], b: readonly number[], out: readonly number[]): BroadcastPlan => {
  const extents: number[] = []
  const repeatsA: boolean[] = []
  const repeatsB: boolean[] = []
  for (let i = 0; i < out.length; i++) {
    const extent = out[i] ?? 1
    if (extent === 1) continue
    const repeatA = (a[i - out.length + a.length] ?? 1) === 1
    const repeatB = (b[i - out.length + b.length] ?? 1) === 1
    const last = extents.length - 1
    if (last >= 0 && repeatsA[last] === repeatA && repeatsB[last] === repeatB) {
      extents[last] = (extents[last] ?? 1) * extent
    } else {
      extents.push(extent)
      repeatsA.push(repeatA)
      repeatsB.push(repeatB)
    }
  }
  return { extents, strideA: stridesOf(extents, repeatsA), strideB: stridesOf(extents, repeatsB) }
}

const stridesOf = (extents: readonly number[], repeats: readonly boolean[]): readonly number[] => {
  const strides = new Array<number>(extents.length)
  let stride = 1
  for (let i = extents.length - 1; i >= 0; i--) {
    strides[i] = repeats[i] === true ? 0 : stride
    if (repeats[i] !== true) stride *= extents[i] ?? 1
  }
  return strides
}
