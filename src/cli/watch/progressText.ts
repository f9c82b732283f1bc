import { duration } from './duration.ts'
import { loadText } from './loadText.ts'
import type { Progress } from './progress.ts'

const shown = (value: number): string => Number(value.toPrecision(3)).toString()

/** `train.update.supervised` without its flow: a line belongs to one phase, which runs one flow. */
const withoutFlow = (name: string): string => name.slice(name.indexOf('.') + 1)

/**
 * Metrics in one line, without the name of the flow.
 *
 * @example
 * const metrics = { 'train.update.supervised': 0.3141, 'train.confident.rate': 0.82 }
 * metricsText(metrics) // => 'update.supervised 0.314, confident.rate 0.82'
 */
export const metricsText = (metrics: Progress['metrics']): string =>
  Object.entries(metrics)
    .map(([name, value]) => `${withoutFlow(name)} ${shown(value)}`)
    .join(', ')

/** A plain line for a step: its number, the rates, the time left, the metrics, and the load. */
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
