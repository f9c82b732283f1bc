import fc from 'fast-check'
import { describe, test } from 'vitest'
import { createOperationCache } from '../../../../src/backend/onednn/operation/operationCache.ts'

describe('the cache of primitives', () => {
  test('builds a missing value once, never exceeds its limit, and destroys each evicted value exactly once', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 300 }), (keys) => {
        const cache = createOperationCache(16)
        const built: { destroyed: number }[] = []
        const bounded = keys.every((key) => {
          cache.get(`${key}`, () => {
            const entry = { destroyed: 0 }
            built.push(entry)
            return { used: 0, destroy: () => void entry.destroyed++ }
          })
          return cache.size() <= 16
        })
        const alive = built.filter(({ destroyed }) => destroyed === 0).length
        const kept = cache.size()
        cache.clear()
        return bounded && alive === kept && built.every(({ destroyed }) => destroyed === 1)
      }),
      { seed: 31, numRuns: 100 },
    ))

  test('never evicts the last two values that were used', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 2, maxLength: 300 }), (keys) => {
        const cache = createOperationCache(16)
        const alive = new Map<number, boolean>()
        const used = (key: number): void => {
          cache.get(`${key}`, () => {
            alive.set(key, true)
            return { used: 0, destroy: () => void alive.set(key, false) }
          })
        }
        return keys.every((key, i) => {
          used(key)
          return alive.get(key) === true && (i === 0 || alive.get(keys[i - 1]!) === true)
        })
      }),
      { seed: 32, numRuns: 100 },
    ))
})
