import type { Watch } from '../../run/train/event.ts'
import { startRate, timeLeft, updateRate } from '../../stream/rate.ts'
import { type Bar, createBar } from './bar.ts'
import { duration } from './duration.ts'
import { eventText } from './eventText.ts'
import { loadText } from './loadText.ts'
import type { Console, Output } from './output.ts'
import { meter } from './progress.ts'
import { metricsText } from './progressText.ts'

/** Seconds after which an old rate of a scan has lost 63 % of its weight. */
const scanWindow = 5

const watchRun = (title: string, now: () => number, bar: Bar): Watch => {
  const progress = meter(now)
  const say = (text: string): void => bar.say(`${title}: ${text}`)
  return (event) => {
    switch (event.kind) {
      case 'index':
        if (!bar.isShown()) bar.begin(0, 0, `${title}: index`)
        bar.setTotal(event.found)
        bar.update(event.found, { detail: event.folder })
        break
      case 'phase':
        progress.begin(event.phase, event.steps, event.from)
        bar.begin(event.steps ?? 0, event.from, `${title}: ${event.phase}`)
        break
      case 'step': {
        const { step, metrics, load } = event
        const { stepsPerSecond, imagesPerSecond, secondsLeft } = progress.step(step, metrics, load)
        bar.update(step, {
          rate: `${stepsPerSecond.toFixed(1)} steps/s, ${Math.round(imagesPerSecond)} images/s`,
          left: duration(secondsLeft),
          detail: [metricsText(metrics), loadText(load)].join(' | '),
        })
        break
      }
      default: {
        const text = eventText(event)
        if (text !== null) say(text)
      }
    }
  }
}

const watchScan = (title: string, total: number, now: () => number, bar: Bar): ReturnType<Output['scan']> => {
  const update = updateRate(scanWindow)
  let rate = startRate(now())
  bar.begin(total, 0, title)
  return (done, load) => {
    rate = update(rate, { time: now(), count: done })
    bar.update(done, {
      rate: `${Math.round(rate.perSecond)} images/s`,
      left: duration(timeLeft(rate, total)),
      detail: loadText(load),
    })
  }
}

/**
 * A progress bar with rate, time left, losses and load. Events appear as lines above it. No colors.
 *
 * @param bar the bar of the terminal
 */
export const barsOutput = ({ now, out, err }: Console, bar: Bar = createBar()): Output => ({
  watch: (title) => watchRun(title, now, bar),
  scan: (title, total) => watchScan(title, total, now, bar),
  note: (text) => (bar.isShown() ? bar.say(text) : err(text)),
  result: (text) => {
    bar.stop()
    out(text)
  },
  close: bar.stop,
})
