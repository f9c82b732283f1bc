/** How many inputs a stage was given and how many it is done with; the difference is its backlog. */
export interface Gauge {
  readonly enter: () => void
  readonly leave: () => void
  readonly entered: () => number
  readonly left: () => number
}

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
