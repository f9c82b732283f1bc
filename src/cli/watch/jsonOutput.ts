import type { Console, Output } from './output.ts'
import { meter } from './progress.ts'

/** Seconds between two events of progress; every step is in metrics.jsonl of the run folder. */
const interval = 1

/** One JSON object per line on standard output; `event` says what it is about. */
export const jsonOutput = ({ now, out }: Console): Output => {
  const emit = (event: string, data: Readonly<Record<string, unknown>>): void => out(JSON.stringify({ event, ...data }))
  let last = Number.NEGATIVE_INFINITY
  const due = (): boolean => {
    if (now() - last < interval) return false
    last = now()
    return true
  }
  return {
    watch: (run) => {
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
    },
    scan: (title, total) => (done, load) => {
      if (due()) emit('scan', { title, done, total, load })
    },
    note: (text) => emit('note', { text }),
    result: (_text, data) => emit('result', data),
    close: () => undefined,
  }
}
