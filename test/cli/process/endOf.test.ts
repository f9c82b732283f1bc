import { from, type Observable } from 'rxjs'
import { expect, test } from 'vitest'
import { endOf } from '../../../src/cli/process/endOf.ts'
import { runError } from '../../../src/prelude/errors.ts'
import type { RunEvent } from '../../../src/run/train/event.ts'
import type { RunResult } from '../../../src/run/train/runPipeline.ts'

const note: RunEvent = { kind: 'note', text: 'begun' }
const errors = [runError('no images')]
const result = { name: 'run' } as RunResult

const seenIn = async (run: Observable<RunEvent>) => {
  const seen: string[] = []
  const ended = await endOf(run, ({ kind }) => seen.push(kind))
  return { ended, seen }
}

test('a run ends with its result or its errors, after every event was shown', async () => {
  expect(await seenIn(from<RunEvent[]>([note, { kind: 'finished', result }]))).toEqual({
    ended: { _tag: 'Right', right: result },
    seen: ['note', 'finished'],
  })
  expect(await seenIn(from<RunEvent[]>([note, { kind: 'failed', errors }]))).toEqual({
    ended: { _tag: 'Left', left: errors },
    seen: ['note', 'failed'],
  })
})

test('a run that ends otherwise is a bug', async () => {
  await expect(seenIn(from([note]))).rejects.toThrow(
    'Expected a run that finished or failed, received note as its last event',
  )
})
