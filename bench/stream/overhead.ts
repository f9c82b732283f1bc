import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, mergeMap } from 'rxjs'
import { keyOf } from '../../src/prelude/key.ts'
import { batch } from '../../src/stream/batch.ts'
import { credits } from '../../src/stream/credits.ts'
import { gauge } from '../../src/stream/gauge.ts'
import { beginning, type Item, release, settle } from '../../src/stream/item.ts'
import { mapItems } from '../../src/stream/mapItems.ts'
import { pull } from '../../src/stream/pull.ts'
import { resumeAfter } from '../../src/stream/resumeAfter.ts'
import { range, repeat, shuffle } from '../../src/stream/sequence.ts'

// The cost of the stream itself: a million items through a shuffled source, one stage, batches, and a
// consumer that does nothing.
const count = 1_000_000

const stages = {
  'synchronous stage': (n: number) => E.right([n]),
  'asynchronous stage': async (n: number) => E.right([n]),
}
for (const [name, map] of Object.entries(stages)) {
  const account = credits(512)
  const began = performance.now()
  let most = 0
  const batches = pull({ sequence: repeat(1)(shuffle(range(count))), key: keyOf(1), from: 0, credits: account }).pipe(
    mapItems<number, number, never>({ concurrency: 8, map, onFailure: () => {}, gauge: gauge() }),
    resumeAfter(beginning),
    batch<Item<number>>({ size: 128, last: 'keep', discard: release }),
    mergeMap(async (items) => {
      settle(items, 'used')
      most = Math.max(most, process.memoryUsage.rss())
    }, 1),
  )
  await lastValueFrom(batches)
  const seconds = (performance.now() - began) / 1000
  const { used, highWater } = account.counts()
  console.log(
    `${name}: ${used} items, ${Math.round(used / seconds)} items/s, ${((seconds / used) * 1e6).toFixed(2)} µs an item, ` +
      `at most ${highWater} in flight, resident ${Math.round(most / 2 ** 20)} MB`,
  )
}
