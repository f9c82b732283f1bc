/** What the cache keeps: something native to destroy, stamped with its last use. */
export interface Cached {
  used: number
  readonly destroy: () => void
}

/** Primitives by a key that spells operation, shapes and types; bounded, least recently used ones go first. */
export interface OperationCache {
  readonly get: <A extends Cached>(key: string, build: () => A) => A
  readonly size: () => number
  readonly clear: () => void
}

/**
 * A bounded cache of primitives. A hit only stamps the entry; when the bound is passed, the least recently used eighth is
 * destroyed at once, so that neither hits nor misses pay for keeping an order.
 *
 * Laws: `size()` never exceeds the limit; an evicted operation is destroyed exactly once; a key used more recently than
 * another is never evicted before it.
 *
 * @param limit greatest number of primitives kept, at least 8
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
      const found = entries.get(key) as A | undefined // a key spells the kind of operation, so one key has one type
      if (found !== undefined) {
        found.used = ++tick
        return found
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
