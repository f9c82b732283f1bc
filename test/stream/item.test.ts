import { expect, test } from 'vitest'
import { credits } from '../../src/stream/credits.ts'
import { beginning, release, settle } from '../../src/stream/item.ts'

const itemsOf = (account = credits(9)) => ({
  account,
  items: [0, 1, 2].map((position) => ({ origin: { position, part: 0 }, value: position, lease: account.spend()! })),
})

test('settle returns the credit of each item', () => {
  const { account, items } = itemsOf()
  settle(items, 'used')
  expect(account.counts()).toMatchObject({ read: 3, used: 3, inFlight: 0 })
})

test('release gives a credit back without a verdict', () => {
  const { account, items } = itemsOf()
  release(items[1]!)
  expect(account.counts()).toMatchObject({ read: 3, released: 1, inFlight: 2 })
})

test('before everything no part of position 0 was used', () => expect(beginning).toEqual({ position: 0, part: -1 }))
