import type { Observer } from '../../run/train/observer.ts'

/** What one run took. */
export interface Effort {
  readonly seconds: number
  /** Images that steps used, repetitions counted. */
  readonly images: number
  readonly imagesPerSecond: number
  /** The most resident memory seen after a step, in bytes. */
  readonly peakMemory: number
}

export interface Clockwork {
  /** Seconds since some moment. */
  readonly now: () => number
  /** Resident bytes of this process. */
  readonly memory: () => number
}

/** An observer that hands everything on, and measures from the first phase on; evaluations count as time. */
export const measured = (observer: Observer, { now, memory }: Clockwork) => {
  let begun: number | undefined
  let ended = 0
  let before = 0
  let images = 0
  let peakMemory = 0
  const watching: Observer = {
    ...observer,
    onPhase: (phase, steps, from) => {
      begun ??= now()
      ended = now()
      before += images
      images = 0
      observer.onPhase(phase, steps, from)
    },
    onStep: (step, metrics, load) => {
      ended = now()
      images = load.reduce((sum, { counts }) => sum + counts.used, 0)
      peakMemory = Math.max(peakMemory, memory())
      observer.onStep(step, metrics, load)
    },
    onEvaluation: (evaluation) => {
      ended = now()
      observer.onEvaluation(evaluation)
    },
  }
  const effort = (): Effort => {
    const seconds = begun === undefined ? 0 : ended - begun
    const all = before + images
    return { seconds, images: all, imagesPerSecond: seconds === 0 ? 0 : all / seconds, peakMemory }
  }
  return { observer: watching, effort }
}
