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
      return {
        onIndex: (folder, found) => {
          if (due()) emit('index', { run, folder, found })
        },
        onPhase: (phase, steps, from) => {
          progress.begin(phase, steps, from)
          emit('phase', { run, phase, steps, from })
        },
        onStep: (step, metrics, load) => {
          const made = progress.step(step, metrics, load)
          // JSON has no Infinity.
          const secondsLeft = Number.isFinite(made.secondsLeft) ? made.secondsLeft : null
          if (due()) emit('step', { run, ...made, secondsLeft })
        },
        onEvaluation: (evaluation) => emit('evaluation', { run, ...evaluation }),
        onCheckpoint: (name) => emit('checkpoint', { run, name }),
        onQuarantine: ({ file, stage, reason }) => emit('quarantine', { run, file, stage, reason }),
        onWarning: (text) => emit('warning', { run, text }),
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
