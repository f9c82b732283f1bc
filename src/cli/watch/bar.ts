import { MultiBar, Presets, type SingleBar } from 'cli-progress'

const format = '{title} [{bar}] {value}/{total} | {rate} | {left} left | {detail}'
const waiting = { title: '', rate: '', left: '-', detail: '' }

/** The texts beside a bar. */
interface BarTexts {
  readonly rate?: string
  readonly left?: string
  readonly detail?: string
}

/** A single progress bar at the bottom of the terminal. */
export interface Bar {
  readonly isShown: () => boolean
  /** Shows a bar in place of the last one. */
  readonly begin: (total: number, from: number, title: string) => void
  readonly setTotal: (total: number) => void
  readonly update: (value: number, texts: BarTexts) => void
  /** Prints a line above the bar. */
  readonly say: (text: string) => void
  /** Removes the bar and shows the cursor again. */
  readonly stop: () => void
}

/** Creates a bar. It appears with the first `begin`. */
export const createBar = (): Bar => {
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
  return {
    isShown: () => current !== undefined,
    begin: (total, from, title) => {
      if (current !== undefined) bars.remove(current)
      current = bars.create(total, from, { ...waiting, title })
    },
    setTotal: (total) => current?.setTotal(total),
    update: (value, texts) => current?.update(value, texts),
    say: (text) => {
      bars.log(`${text}\n`)
    },
    stop,
  }
}
