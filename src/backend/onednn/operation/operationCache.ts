/** A native value that the cache must destroy. */
export interface Cached {
  /** Tick of the last use. */
  used: number
  readonly destroy: () => void
}

/** Operations by a key that spells kind, shapes and types. */
export interface OperationCache {
  readonly get: <A extends Cached>(key: string, build: () => A) => A
  readonly size: () => number
  readonly clear: () => void
}

/**
 * A bounded cache of operations that evicts the least recently used.
 *
 * A hit only stamps the entry. At the limit, the cache destroys the oldest eighth at once, so neither hits
 * nor misses pay for an order.
 *
 * Laws:
 * - `size()` never exceeds the limit.
 * - An evicted operation is destroyed exactly once.
 * - A key is never evicted before another that was used longer ago.
 *
 * @param limit upper bound on the number of operations, at least 8
 */
export const createOperationCache = (limit: number): OperationCache => {
  const entries = new Map<string, Cached>()
  let tick = 0
  const evict = (): void => {
    const oldestFirst = [...entries].sort(([, a], [, b]) => a.used - b.used)
    for (const [key, operation] of oldestFirst.slice(0, Math.max(1, limit >> 3))) {
      entries.delete(key)
      operation.destroy()
    }
  }
  return {
    get: <A extends Cached>(key: string, build: () => A): A => {
      const entry = entries.get(key) as A | undefined // a key spells the kind of operation, so one key has one type
      if (entry !== undefined) {
        entry.used = ++tick
        return entry
      }
      if (entries.size >= limit) evict()
      const built = build()
      built.used = ++tick
      entries.set(key, built)
      return built
    },
    size: () => entries.size,
    clear: () => {
      for (const operation of entries.values()) operation.destroy()
      entries.clear()
    },
  }
}
