import { choice } from '../../codec/index.ts'

/** Where a phase stands, as schedules see it. */
export interface Clock {
  /** Steps made, from 0. */
  readonly step: number
  /** Steps that the phase will make; Infinity where its end is not known. */
  readonly steps: number
  /** Passes over the labeled images, with a fraction. */
  readonly epoch: number
}

/** In what a schedule counts time. */
export const unit = choice('steps', 'epochs', 'share')

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
