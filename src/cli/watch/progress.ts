import type { FlowLoad } from '../../run/train/event.ts'
import { type Rate, startRate, timeLeft, updateRate } from '../../stream/rate.ts'

/** The progress of a phase after a step. */
export interface Progress {
  readonly phase: string
  readonly step: number
  /** The number of steps of the phase; null if nobody knows it. */
  readonly steps: number | null
  readonly stepsPerSecond: number
  readonly imagesPerSecond: number
  readonly secondsLeft: number
  readonly metrics: Readonly<Record<string, number>>
  readonly load: readonly FlowLoad[]
}

/** Measures the progress of one phase after the other. */
export interface Meter {
  readonly begin: (phase: string, steps: number | null, from: number) => void
  readonly step: (step: number, metrics: Progress['metrics'], load: readonly FlowLoad[]) => Progress
}

/** Seconds after which an old rate has lost 63 % of its weight. */
const window = 20

/**
 * Creates a meter.
 *
 * @param now the time in seconds
 */
export const meter = (now: () => number): Meter => {
  const update = updateRate(window)
  let phase = ''
  let steps: number | null = null
  let from = 0
  let stepRate: Rate = startRate(now())
  let imageRate: Rate = startRate(now())
  return {
    begin: (name, count, start) => {
      phase = name
      steps = count
      from = start
      stepRate = startRate(now())
      imageRate = startRate(now())
    },
    step: (step, metrics, load) => {
      const time = now()
      stepRate = update(stepRate, { time, count: step - from })
      imageRate = update(imageRate, { time, count: load.reduce((sum, { counts }) => sum + counts.used, 0) })
      return {
        phase,
        step,
        steps,
        stepsPerSecond: stepRate.perSecond,
        imagesPerSecond: imageRate.perSecond,
        secondsLeft: steps === null ? Number.POSITIVE_INFINITY : timeLeft(stepRate, steps - from),
        metrics,
        load,
      }
    },
  }
}
