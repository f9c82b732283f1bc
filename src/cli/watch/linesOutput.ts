import type { RunEvent, Watch } from '../../run/train/event.ts'
import { startRate, timeLeft, updateRate } from '../../stream/rate.ts'
import { duration } from './duration.ts'
import { eventText } from './eventText.ts'
import { loadText } from './loadText.ts'
import type { Console, Output } from './output.ts'
import { type Pace, pace } from './pace.ts'
import { meter } from './progress.ts'
import { progressText } from './progressText.ts'

/** Seconds between two lines of progress. */
const interval = 10

const phaseText = ({ phase, steps, from }: Extract<RunEvent, { readonly kind: 'phase' }>): string => {
  const length = steps === null ? '' : `, ${steps} steps`
  return `phase ${phase}${length}${from === 0 ? '' : `, from step ${from} on`}`
}

const watchRun = (now: () => number, say: (text: string) => void, { due, restart }: Pace): Watch => {
  const progress = meter(now)
  return (event) => {
    switch (event.kind) {
      case 'index':
        if (due()) say(`${event.found} images found in ${event.folder}`)
        break
      case 'phase':
        progress.begin(event.phase, event.steps, event.from)
        restart()
        say(phaseText(event))
        break
      case 'step': {
        const state = progress.step(event.step, event.metrics, event.load)
        if (due()) say(progressText(state))
        break
      }
      default: {
        const text = eventText(event)
        if (text !== null) say(text)
      }
    }
  }
}

const watchScan = (
  total: number,
  now: () => number,
  say: (text: string) => void,
  { due, restart }: Pace,
): ReturnType<Output['scan']> => {
  const update = updateRate(interval)
  let rate = startRate(now())
  restart()
  return (done, load) => {
    if (!due()) return
    rate = update(rate, { time: now(), count: done })
    const left = duration(timeLeft(rate, total))
    say(`${done}/${total} | ${Math.round(rate.perSecond)} images/s, ${left} left | ${loadText(load)}`)
  }
}

/**
 * Plain lines, for log files and simple terminals: one for every event, and one about every ten seconds for
 * steps.
 */
export const linesOutput = ({ now, out, err }: Console): Output => {
  const progress = pace(now, interval)
  const titled =
    (title: string) =>
    (text: string): void =>
      err(`${title}: ${text}`)
  return {
    watch: (title) => watchRun(now, titled(title), progress),
    scan: (title, total) => watchScan(total, now, titled(title), progress),
    note: err,
    result: (text) => out(text),
    close: () => undefined,
  }
}
