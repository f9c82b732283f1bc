import { reference } from './protocol.ts'
import type { Result } from './result.ts'
import { deviation, mean, standardError } from './statistics.ts'

/** A method in one setting, over its seeds. */
export interface Summary {
  readonly method: string
  readonly seeds: readonly number[]
  readonly mean: number
  readonly deviation: number | null
  /**
   * Mean difference to the accuracy of the supervised arm with the same seed, and so with the same labels.
   * Null if no seed has both.
   */
  readonly gain: number | null
  readonly gainError: number | null
  /** The different numbers of steps of the runs; one number if all agree. */
  readonly steps: readonly number[]
  readonly imagesPerSecond: number | null
}

const gainsOf = (runs: readonly Result[], references: readonly Result[]): readonly number[] =>
  runs.flatMap(({ seed, accuracy }) => {
    const same = references.find((one) => one.seed === seed)
    return same === undefined ? [] : [accuracy - same.accuracy]
  })

/** One row for each method with results in a setting, in the order of `methods`. */
export const summarize = (
  results: readonly Result[],
  setting: string,
  methods: readonly string[],
): readonly Summary[] => {
  const here = results.filter((result) => result.setting === setting)
  const references = here.filter(({ method }) => method === reference)
  return methods.flatMap((method) => {
    const runs = here.filter((result) => result.method === method)
    if (runs.length === 0) return []
    const accuracies = runs.map(({ accuracy }) => accuracy)
    const gains = method === reference ? [] : gainsOf(runs, references)
    const rates = runs.flatMap(({ imagesPerSecond }) => (imagesPerSecond === null ? [] : [imagesPerSecond]))
    return [
      {
        method,
        seeds: runs.map(({ seed }) => seed).sort((a, b) => a - b),
        mean: mean(accuracies),
        deviation: deviation(accuracies),
        gain: gains.length === 0 ? null : mean(gains),
        gainError: standardError(gains),
        steps: [...new Set(runs.map(({ steps }) => steps))],
        imagesPerSecond: rates.length === 0 ? null : mean(rates),
      },
    ]
  })
}
