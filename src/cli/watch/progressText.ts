import { duration } from './duration.ts'
import { loadText } from './loadText.ts'
import type { Progress } from './progress.ts'

const shown = (value: number): string => Number(value.toPrecision(3)).toString()

/** Metrics in one line: `train.supervised 0.31, train.rate 0.82`. */
export const metricsText = (metrics: Progress['metrics']): string =>
  Object.entries(metrics)
    .map(([name, value]) => `${name} ${shown(value)}`)
    .join(', ')

/** A plain line for a step: where it stands, how fast, how long still, the losses, and what waits where. */
export const progressText = ({
  step,
  steps,
  stepsPerSecond,
  imagesPerSecond,
  secondsLeft,
  metrics,
  load,
}: Progress): string =>
  [
    `step ${step}${steps === null ? '' : `/${steps}`}`,
    `${shown(stepsPerSecond)} steps/s, ${Math.round(imagesPerSecond)} images/s, ${duration(secondsLeft)} left`,
    metricsText(metrics),
    loadText(load),
  ]
    .filter((part) => part !== '')
    .join(' | ')
