import { choice, field } from '../../codec/index.ts'

/** The position in a phase, as schedules see it. */
export interface Clock {
  /** Completed steps, from 0. */
  readonly step: number
  /** Steps in the whole phase; Infinity if its end is unknown. */
  readonly steps: number
  /** Passes over the labeled images, or over the first flow in a phase without any, with a fraction. */
  readonly epoch: number
}

/** The parameter that sets the unit of time of a schedule. `what` names the parameters that it applies to. */
export const unitOf = (what: string) =>
  field(
    choice('steps', 'epochs', 'share'),
    `unit of ${what}: steps, epochs (over the labeled images, or the first flow if there are none), or share of the phase`,
    'steps',
  )

/**
 * The elapsed time in a unit: steps, epochs, or the share of the phase that is over.
 *
 * @example
 * timeIn('share', { step: 25, steps: 100, epoch: 2 }) // => 0.25
 */
export const timeIn = (unit: 'steps' | 'epochs' | 'share', { step, steps, epoch }: Clock): number => {
  switch (unit) {
    case 'steps':
      return step
    case 'epochs':
      return epoch
    case 'share':
      return step / steps
  }
}
