// Covers src/cli/watch/eventText.ts.
// Covers src/cli/watch/duration.ts, src/cli/watch/evaluationText.ts, src/cli/watch/jsonOutput.ts.
// Covers src/cli/watch/linesOutput.ts, src/cli/watch/loadText.ts, src/cli/watch/measured.ts.
// Covers src/prelude/percent.ts, src/cli/watch/progress.ts, src/cli/watch/progressText.ts.
import { expect, test } from 'vitest'
import { duration } from '../../../src/cli/watch/duration.ts'
import { evaluationText } from '../../../src/cli/watch/evaluationText.ts'
import { jsonOutput } from '../../../src/cli/watch/jsonOutput.ts'
import { linesOutput } from '../../../src/cli/watch/linesOutput.ts'
import { measured } from '../../../src/cli/watch/measured.ts'
import { percent } from '../../../src/prelude/percent.ts'
import type { FlowLoad } from '../../../src/run/train/event.ts'
import { silent } from '../../support/run.ts'

const load = (used: number): readonly FlowLoad[] => [
  {
    flow: 'labeled',
    counts: { budget: 8, read: used + 3, used, rejected: 0, failed: 0, released: 0, inFlight: 3, highWater: 8 },
    stages: [
      { name: 'decode', backlog: 2, done: used },
      { name: 'augment', backlog: 0, done: used },
    ],
  },
]

/** A console that keeps what is printed, and a clock that is set by hand. */
const recorded = () => {
  const printed: string[] = []
  const clock = { time: 0 }
  return {
    printed,
    clock,
    console: {
      now: () => clock.time,
      out: (line: string) => printed.push(line),
      err: (line: string) => printed.push(line),
    },
  }
}

test.each([
  [0, '0:00'],
  [59.4, '0:59'],
  [59.6, '1:00'],
  [3725, '1:02:05'],
  [Number.POSITIVE_INFINITY, '-'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text)
})

test('shares', () => {
  expect(percent(0.97314)).toBe('97.31 %')
  expect(percent(null)).toBe('-')
})

test('an evaluation in a line, with what there is', () => {
  const raw = { weights: 'raw', views: null } as const
  const average = { weights: 'average', views: null } as const
  const turned = { weights: 'average', views: 'rotations' } as const
  const scores = [
    { ...raw, test: 0.5, validation: 0.25 },
    { ...average, test: 0.75, validation: null },
    { ...turned, test: 0.875, validation: null },
  ]
  expect(evaluationText({ step: 7, scores })).toBe(
    'step 7: raw test 50.00 %, validation 25.00 %; average test 75.00 %; average (rotations) test 87.50 %',
  )
  expect(evaluationText({ step: 7, scores: [{ ...raw, test: null, validation: null }] })).toBe(
    'step 7: no images to evaluate on',
  )
})

test('plain lines: at most one of progress in ten seconds, with rate, time left, losses and what waits where', () => {
  const { printed, clock, console } = recorded()
  const watch = linesOutput(console).watch('fix-match')
  watch({ kind: 'phase', phase: 'train', steps: 100, from: 0 })
  for (let step = 1; step <= 20; step++) {
    clock.time = step
    watch({ kind: 'step', step, metrics: { 'train.update.supervised': 0.51234 }, load: load(8 * step) })
  }
  expect(printed).toEqual([
    'fix-match: phase train, 100 steps',
    // One step of 8 images a second: 90 steps are left after 10.
    'fix-match: step 10/100 | 1 steps/s, 8 images/s, 1:30 left | update.supervised 0.512 | labeled 3/8 in flight (decode 2)',
    'fix-match: step 20/100 | 1 steps/s, 8 images/s, 1:20 left | update.supervised 0.512 | labeled 3/8 in flight (decode 2)',
  ])
})

test('a resumed phase says where it goes on, and its rate counts only what is made now', () => {
  const { printed, clock, console } = recorded()
  const watch = linesOutput(console).watch('run')
  watch({ kind: 'phase', phase: 'train', steps: 100, from: 60 })
  clock.time = 10
  watch({ kind: 'step', step: 70, metrics: {}, load: load(80) })
  expect(printed).toEqual([
    'run: phase train, 100 steps, from step 60 on',
    'run: step 70/100 | 1 steps/s, 8 images/s, 0:30 left | labeled 3/8 in flight (decode 2)',
  ])
})

test('JSON: every line is an object that names its event', () => {
  const { printed, clock, console } = recorded()
  const output = jsonOutput(console)
  const watch = output.watch('run')
  watch({ kind: 'phase', phase: 'train', steps: null, from: 0 })
  clock.time = 2
  watch({ kind: 'step', step: 1, metrics: { 'train.update.total': 1 }, load: load(8) })
  watch({ kind: 'warning', text: 'careful' })
  output.result('for people', { accuracy: 1 })
  expect(printed.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'phase', run: 'run', phase: 'train', steps: null, from: 0 },
    { event: 'step', run: 'run', step: 1, secondsLeft: null, imagesPerSecond: 4, metrics: { 'train.update.total': 1 } },
    { event: 'warning', run: 'run', text: 'careful' },
    { event: 'result', accuracy: 1 },
  ])
})

test('what a run took: images of all phases, from the first phase on, and the peak of memory', () => {
  let time = 100
  let memory = 0
  const { watch, effort } = measured(silent, { now: () => time, memory: () => memory })
  expect(effort()).toEqual({ seconds: 0, images: 0, imagesPerSecond: 0, peakMemory: 0 })
  watch({ kind: 'phase', phase: 'one', steps: 1, from: 0 })
  ;[time, memory] = [102, 50]
  watch({ kind: 'step', step: 1, metrics: {}, load: load(8) })
  watch({ kind: 'phase', phase: 'two', steps: 1, from: 0 })
  ;[time, memory] = [104, 40]
  watch({ kind: 'step', step: 1, metrics: {}, load: load(12) })
  expect(effort()).toEqual({ seconds: 4, images: 20, imagesPerSecond: 5, peakMemory: 50 })
})
