import type { Watch } from '../../run/train/event.ts'
import type { Console, Output } from './output.ts'
import { type Pace, pace } from './pace.ts'
import { meter } from './progress.ts'

/** Seconds between two events of progress. The file metrics.jsonl of the run folder has every step. */
const interval = 1

type Emit = (event: string, data: Readonly<Record<string, unknown>>) => void

const watchRun = (run: string, now: () => number, emit: Emit, { due }: Pace): Watch => {
  const progress = meter(now)
  return (event) => {
    switch (event.kind) {
      case 'index':
        if (due()) emit('index', { run, folder: event.folder, found: event.found })
        break
      case 'phase':
        progress.begin(event.phase, event.steps, event.from)
        emit('phase', { run, phase: event.phase, steps: event.steps, from: event.from })
        break
      case 'step': {
        const state = progress.step(event.step, event.metrics, event.load)
        // JSON has no Infinity.
        const secondsLeft = Number.isFinite(state.secondsLeft) ? state.secondsLeft : null
        if (due()) emit('step', { run, ...state, secondsLeft })
        break
      }
      case 'evaluation':
        emit('evaluation', { run, ...event.evaluation })
        break
      case 'checkpoint':
        emit('checkpoint', { run, name: event.name })
        break
      case 'quarantine': {
        const { file, stage, reason } = event.error
        emit('quarantine', { run, file, stage, reason })
        break
      }
      case 'warning':
      case 'note':
        emit(event.kind, { run, text: event.text })
        break
      case 'finished':
      case 'failed':
        break
    }
  }
}

/** One JSON object per line on standard output. Its key `event` names the kind of line. */
export const jsonOutput = ({ now, out }: Console): Output => {
  const emit: Emit = (event, data) => out(JSON.stringify({ event, ...data }))
  const progress = pace(now, interval)
  return {
    watch: (run) => watchRun(run, now, emit, progress),
    scan: (title, total) => (done, load) => {
      if (progress.due()) emit('scan', { title, done, total, load })
    },
    note: (text) => emit('note', { text }),
    result: (_text, data) => emit('result', data),
    close: () => undefined,
  }
}
