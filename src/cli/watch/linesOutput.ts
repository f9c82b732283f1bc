import { render } from '../../prelude/render.ts'
import { startRate, timeLeft, updateRate } from '../../stream/rate.ts'
import { duration } from './duration.ts'
import { evaluationText } from './evaluationText.ts'
import { loadText } from './loadText.ts'
import type { Console, Output } from './output.ts'
import { meter } from './progress.ts'
import { progressText } from './progressText.ts'

/** Seconds between two lines of progress. */
const interval = 10

/** Plain lines, for a log file or a terminal that cannot move its cursor: one about every ten seconds, and one for everything that happens. */
export const linesOutput = ({ now, out, err }: Console): Output => {
  let last = Number.NEGATIVE_INFINITY
  const due = (): boolean => {
    if (now() - last < interval) return false
    last = now()
    return true
  }
  return {
    watch: (title) => {
      const progress = meter(now)
      const say = (text: string): void => err(`${title}: ${text}`)
      return (event) => {
        switch (event.kind) {
          case 'index':
            if (due()) say(`${event.found} images found in ${event.folder}`)
            break
          case 'phase': {
            const { phase, steps, from } = event
            progress.begin(phase, steps, from)
            last = now()
            say(
              `phase ${phase}${steps === null ? '' : `, ${steps} steps`}${from === 0 ? '' : `, from step ${from} on`}`,
            )
            break
          }
          case 'step': {
            const state = progress.step(event.step, event.metrics, event.load)
            if (due()) say(progressText(state))
            break
          }
          case 'evaluation':
            say(evaluationText(event.evaluation))
            break
          case 'quarantine':
            say(`quarantined ${render(event.error)}`)
            break
          case 'warning':
          case 'note':
            say(event.text)
            break
          case 'checkpoint':
          case 'finished':
          case 'failed':
            break
        }
      }
    },
    scan: (title, total) => {
      let rate = startRate(now())
      const update = updateRate(interval)
      last = now()
      return (done, load) => {
        if (!due()) return
        rate = update(rate, { time: now(), count: done })
        const left = duration(timeLeft(rate, total))
        err(`${title}: ${done}/${total} | ${Math.round(rate.perSecond)} images/s, ${left} left | ${loadText(load)}`)
      }
    },
    note: err,
    result: (text) => out(text),
    close: () => undefined,
  }
}
