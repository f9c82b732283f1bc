import { choice, field } from '../../codec/index.ts'

/** Where a phase stands, as schedules see it. */
export interface Clock {
  /** Steps made, from 0. */
  readonly step: number
  /** Steps that the phase will make; Infinity where its end is not known. */
  readonly steps: number
  /** Passes over the labeled images, or over those of the first flow where a phase reads none, with a fraction. */
  readonly epoch: number
}

/** In what a schedule counts its times, `what` of its parameters. */
export const unitOf = (what: string) =>
  field(
    choice('steps', 'epochs', 'share'),
    `the unit of ${what}: steps, epochs (of the labeled images; of the first flow where a phase has none), or the share of the phase`,
    'steps',
  )

/** Time in a unit: steps made, epochs made, or the share of the phase that is over. */
export const timeIn = (chosen: 'steps' | 'epochs' | 'share', { step, steps, epoch }: Clock): number => {
  switch (chosen) {
    case 'steps':
      return step
    case 'epochs':
      return epoch
    case 'share':
      return step / steps
  }
}
