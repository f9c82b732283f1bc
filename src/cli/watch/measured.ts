import type { Watch } from '../../run/train/event.ts'

/** The effort of one run. */
export interface Effort {
  readonly seconds: number
  /** The number of images that steps used. Repetitions count. */
  readonly images: number
  readonly imagesPerSecond: number
  /** The most resident memory seen after a step, in bytes. */
  readonly peakMemory: number
}

/** The instruments of a measurement. */
export interface Clockwork {
  /** Seconds since some moment. */
  readonly now: () => number
  /** Resident bytes of this process. */
  readonly memory: () => number
}

/** Wraps a watcher to measure the effort, from the first phase on. Evaluations count as time. */
export const measured = (watch: Watch, { now, memory }: Clockwork) => {
  let start: number | undefined
  let last = 0
  let before = 0
  let images = 0
  let peakMemory = 0
  const watching: Watch = (event) => {
    if (event.kind === 'phase') {
      start ??= now()
      before += images
      images = 0
    }
    if (event.kind === 'step') {
      images = event.load.reduce((sum, { counts }) => sum + counts.used, 0)
      peakMemory = Math.max(peakMemory, memory())
    }
    if (event.kind === 'phase' || event.kind === 'step' || event.kind === 'evaluation') last = now()
    watch(event)
  }
  const effort = (): Effort => {
    const seconds = start === undefined ? 0 : last - start
    const all = before + images
    return { seconds, images: all, imagesPerSecond: seconds === 0 ? 0 : all / seconds, peakMemory }
  }
  return { watch: watching, effort }
}
