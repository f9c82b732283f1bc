/** How many inputs a stage received and how many it finished. The difference is its backlog. */
export interface Gauge {
  readonly enter: () => void
  readonly leave: () => void
  readonly entered: () => number
  readonly left: () => number
}

/**
 * A gauge that starts at zero.
 *
 * @example
 * const own = gauge()
 * own.enter()
 * own.enter()
 * own.leave()
 * own.entered() - own.left() // => 1
 */
export const gauge = (): Gauge => {
  let entered = 0
  let left = 0
  return {
    enter: () => {
      entered++
    },
    leave: () => {
      left++
    },
    entered: () => entered,
    left: () => left,
  }
}
