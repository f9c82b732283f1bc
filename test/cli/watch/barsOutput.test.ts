import { expect, test } from 'vitest'
import type { Bar } from '../../../src/cli/watch/bar.ts'
import { barsOutput } from '../../../src/cli/watch/barsOutput.ts'

/** An output whose bar and console record their calls. */
const recorded = () => {
  const calls: string[] = []
  const clock = { time: 0 }
  let shown = false
  const record = (name: string, ...values: readonly unknown[]): void => {
    calls.push([name, ...values.map((value) => JSON.stringify(value))].join(' '))
  }
  const bar: Bar = {
    isShown: () => shown,
    begin: (total, from, title) => {
      shown = true
      record('begin', total, from, title)
    },
    setTotal: (total) => record('total', total),
    update: (value, texts) => record('update', value, texts.rate, texts.left),
    say: (text) => record('say', text),
    stop: () => {
      shown = false
      record('stop')
    },
  }
  const output = barsOutput(
    { now: () => clock.time, out: (line) => record('out', line), err: (line) => record('err', line) },
    bar,
  )
  return { calls, clock, output }
}

test('the index of a folder, then the steps of a phase: one bar each', () => {
  const { calls, clock, output } = recorded()
  const watch = output.watch('mine')
  watch({ kind: 'index', folder: 'photos', found: 3 })
  watch({ kind: 'index', folder: 'photos', found: 7 })
  watch({ kind: 'phase', phase: 'train', steps: 10, from: 2 })
  clock.time = 1
  watch({ kind: 'step', step: 3, metrics: {}, load: [] })
  expect(calls.map((call) => call.replace(/"\d+\.\d steps.*/, '...'))).toEqual([
    'begin 0 0 "mine: index"',
    'total 3',
    'update 3  ',
    'total 7',
    'update 7  ',
    'begin 10 2 "mine: train"',
    'update 3 ...',
  ])
})

test('warnings stand above the bar, with the name of the run', () => {
  const { calls, output } = recorded()
  output.watch('mine')({ kind: 'warning', text: 'few images' })
  expect(calls).toEqual(['say "mine: few images"'])
})

test('a scan shows its rate and the time left', () => {
  const { calls, clock, output } = recorded()
  const done = output.scan('label', 100)
  clock.time = 1
  done(50, [])
  expect(calls).toEqual(['begin 100 0 "label"', 'update 50 "50 images/s" "0:01"'])
})

test('a note goes to the error stream until a bar is shown; a result removes the bar first', () => {
  const { calls, output } = recorded()
  output.note('early')
  output.scan('label', 1)
  output.note('late')
  output.result('done', {})
  expect(calls).toEqual(['err "early"', 'begin 1 0 "label"', 'say "late"', 'stop', 'out "done"'])
})
