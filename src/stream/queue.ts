/** First in, first out, in constant time on average (an array's own `shift` is linear). */
export interface Queue<A> {
  readonly size: () => number
  readonly push: (item: A) => void
  readonly peek: () => A | undefined
  readonly shift: () => A | undefined
  /** Empties the queue and returns what was in it. */
  readonly clear: () => readonly A[]
}

const compactAt = 1024

export const queue = <A>(): Queue<A> => {
  let items: (A | undefined)[] = []
  let head = 0
  return {
    size: () => items.length - head,
    push: (item) => {
      items.push(item)
    },
    peek: () => items[head],
    shift: () => {
      if (head === items.length) return undefined
      const item = items[head]
      items[head] = undefined
      head++
      if (head === items.length || head === compactAt) {
        items = items.slice(head)
        head = 0
      }
      return item
    },
    clear: () => {
      const left = items.slice(head)
      items = []
      head = 0
      // Only taken slots are undefined, and those stand before the head.
      return left as A[]
    },
  }
}
