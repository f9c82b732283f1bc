import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { credits, type Lease, type Outcome } from '../../src/stream/credits.ts'

const none = { read: 0, used: 0, rejected: 0, failed: 0, released: 0, inFlight: 0, highWater: 0 }

describe('credits', () => {
  test('spends no more than the budget until one returns', () => {
    const account = credits(2)
    const first = account.spend()
    account.spend()
    expect(account.spend()).toBeUndefined()
    expect(account.counts()).toEqual({ ...none, budget: 2, read: 2, inFlight: 2, highWater: 2 })
    first?.settle('used')
    expect(account.spend()).toBeDefined()
    expect(account.counts()).toEqual({ ...none, budget: 2, read: 3, used: 1, inFlight: 2, highWater: 2 })
  })

  test('wakes its source when a credit returns, until it stops listening', () => {
    const account = credits(3)
    let woken = 0
    const stop = account.onReturn(() => woken++)
    account.spend()?.settle('failed')
    expect(woken).toBe(1)
    stop()
    account.spend()?.settle('failed')
    expect(woken).toBe(1)
  })

  test.each([
    [['rejected', 'used', 'failed'], 'used'],
    [['rejected', 'failed', 'released'], 'failed'],
    [['released', 'rejected'], 'rejected'],
    [['released', 'released'], 'released'],
  ] as const)('parts %s: the item counts as %s once the last is settled', (outcomes, verdict) => {
    const account = credits(1)
    const lease = account.spend()
    lease?.hold(outcomes.length - 1)
    outcomes.forEach((outcome, i) => {
      expect(account.counts().inFlight).toBe(1)
      lease?.settle(outcome)
      expect(account.counts()[verdict]).toBe(i === outcomes.length - 1 ? 1 : 0)
    })
    expect(account.counts().inFlight).toBe(0)
  })

  test('settling more parts than there are is a bug', () => {
    const lease = credits(1).spend()
    lease?.settle('used')
    expect(() => lease?.settle('failed')).toThrow('Expected each part to be settled once, received one more: failed')
  })

  test('reclaiming releases every item in flight and ignores later verdicts', () => {
    const account = credits(2)
    const lease = account.spend()
    account.reclaim()
    lease?.settle('used')
    expect(account.counts()).toEqual({ ...none, budget: 2, read: 1, released: 1, highWater: 1 })
  })

  test('rejects a budget below 1', () =>
    expect(() => credits(0)).toThrow('Expected a budget of at least 1 item, received 0'))
})

const action = fc.oneof(
  fc.constant('spend' as const),
  fc.constant('reclaim' as const),
  fc.constantFrom<Outcome>('used', 'rejected', 'failed', 'released'),
)

describe('laws', () => {
  test('read = used + rejected + failed + released + in flight, and never more in flight than the budget', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(action, { maxLength: 60 }), (budget, actions) => {
        const account = credits(budget)
        const open: Lease[] = []
        return actions.every((what) => {
          if (what === 'spend') open.push(...[account.spend()].filter((lease) => lease !== undefined))
          else if (what === 'reclaim') account.reclaim()
          else open.shift()?.settle(what)
          const { read, used, rejected, failed, released, inFlight, highWater } = account.counts()
          return read === used + rejected + failed + released + inFlight && inFlight <= highWater && highWater <= budget
        })
      }),
      { seed: 5 },
    ))
})
