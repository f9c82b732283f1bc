/** First in, first out, in constant time on average. The `shift` of an array is linear. */
export interface Queue<A> {
  readonly size: () => number
  readonly push: (item: A) => void
  readonly peek: () => A | undefined
  readonly shift: () => A | undefined
  /** Empties the queue and returns its items. */
  readonly clear: () => readonly A[]
}

const compactAt = 1024

/**
 * An empty queue.
 *
 * @example
 * const waiting = queue()
 * waiting.push('a')
 * waiting.push('b')
 * waiting.shift() // => 'a'
 * waiting.clear() // => ['b']
 * waiting.shift() // => undefined
 */
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
      const rest = items.slice(head)
      items = []
      head = 0
      // Only the slots before the head are undefined.
      return rest as A[]
    },
  }
}
