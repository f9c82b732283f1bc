import { expect, test } from 'vitest'
import { loadOf } from '../../../src/run/train/event.ts'
import { credits } from '../../../src/stream/credits.ts'
import { gauge } from '../../../src/stream/gauge.ts'

test('the load of a feed is its credits, and what waits in each stage', () => {
  const account = credits(4)
  account.spend()
  account.spend()!.settle('used')
  const [decode, augment] = [gauge(), gauge()]
  for (let i = 0; i < 3; i++) decode.enter()
  decode.leave()
  const stages = [
    { name: 'decode', gauge: decode },
    { name: 'augment', gauge: augment },
  ]
  expect(loadOf({ labeled: { credits: account, stages } })).toEqual([
    {
      flow: 'labeled',
      counts: account.counts(),
      stages: [
        { name: 'decode', backlog: 2, done: 1 },
        { name: 'augment', backlog: 0, done: 0 },
      ],
    },
  ])
  expect(account.counts()).toMatchObject({ read: 2, used: 1, inFlight: 1 })
})

test('no feeds are no load', () => expect(loadOf({})).toEqual([]))
