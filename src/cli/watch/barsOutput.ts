import { MultiBar, Presets, type SingleBar } from 'cli-progress'
import { render } from '../../prelude/render.ts'
import { startRate, timeLeft, updateRate } from '../../stream/rate.ts'
import { duration } from './duration.ts'
import { evaluationText } from './evaluationText.ts'
import { loadText } from './loadText.ts'
import type { Console, Output } from './output.ts'
import { meter } from './progress.ts'
import { metricsText } from './progressText.ts'

const format = '{title} [{bar}] {value}/{total} | {rate} | {left} left | {detail}'
const waiting = { title: '', rate: '', left: '-', detail: '' }

/** Progress bars: one line that moves, with rate, time left, losses and what waits where; what happens is printed above it. No colors. */
export const barsOutput = ({ now, out }: Console): Output => {
  const bars = new MultiBar(
    { format, barsize: 24, hideCursor: true, clearOnComplete: true, linewrap: false, fps: 5, gracefulExit: false },
    Presets.legacy,
  )
  let current: SingleBar | undefined
  const stop = (): void => {
    if (current === undefined) return
    current = undefined
    bars.stop()
  }
  // A second Ctrl-C ends the process at once: the cursor must come back.
  process.once('exit', stop)
  const begin = (total: number, from: number, title: string): SingleBar => {
    if (current !== undefined) bars.remove(current)
    current = bars.create(total, from, { ...waiting, title })
    return current
  }
  const say = (text: string): void => bars.log(`${text}\n`)
  return {
    watch: (title) => {
      const progress = meter(now)
      const sayTitled = (text: string): void => say(`${title}: ${text}`)
      return (event) => {
        switch (event.kind) {
          case 'index': {
            const bar = current ?? begin(0, 0, `${title}: index`)
            bar.setTotal(event.found)
            bar.update(event.found, { detail: event.folder })
            break
          }
          case 'phase':
            progress.begin(event.phase, event.steps, event.from)
            begin(event.steps ?? 0, event.from, `${title}: ${event.phase}`)
            break
          case 'step': {
            const { step, metrics, load } = event
            const { stepsPerSecond, imagesPerSecond, secondsLeft } = progress.step(step, metrics, load)
            current?.update(step, {
              rate: `${stepsPerSecond.toFixed(1)} steps/s, ${Math.round(imagesPerSecond)} images/s`,
              left: duration(secondsLeft),
              detail: [metricsText(metrics), loadText(load)].join(' | '),
            })
            break
          }
          case 'evaluation':
            sayTitled(evaluationText(event.evaluation))
            break
          case 'quarantine':
            sayTitled(`quarantined ${render(event.error)}`)
            break
          case 'warning':
          case 'note':
            sayTitled(event.text)
            break
          case 'checkpoint':
          case 'finished':
          case 'failed':
            break
        }
      }
    },
    scan: (title, total) => {
      const bar = begin(total, 0, title)
      const update = updateRate(5)
      let rate = startRate(now())
      return (done, load) => {
        rate = update(rate, { time: now(), count: done })
        bar.update(done, {
          rate: `${Math.round(rate.perSecond)} images/s`,
          left: duration(timeLeft(rate, total)),
          detail: loadText(load),
        })
      }
    },
    note: (text) => (current === undefined ? console.error(text) : say(text)),
    result: (text) => {
      stop()
      out(text)
    },
    close: stop,
  }
}
