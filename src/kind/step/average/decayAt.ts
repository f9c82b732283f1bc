import type { Clock } from '../../schedule/clock.ts'

/** The share of an old average that stays in each step, or the time in which it loses half of its weight. */
export type Decay = number | { readonly halfLife: number; readonly unit: 'steps' | 'epochs' }

/**
 * The share of an old average that stays in one step.
 *
 * share = 2^(-length / halfLife). In steps, the length of a step is 1. In epochs, it is the mean length of
 * the earlier steps of the phase.
 *
 * Edge: in epochs, the first step has length 0, because its true length is known only after it.
 *
 * Paper: Zhai et al., S4L, ICCV 2019, section 7: a half-life of one epoch (in their code 0.5^(1 / steps per
 * epoch)).
 *
 * @example
 * const clock = { step: 4, steps: 8, epoch: 1 }
 * decayAt(0.999, clock) // => 0.999
 * decayAt({ halfLife: 1, unit: 'steps' }, clock) // => 0.5
 * decayAt({ halfLife: 0.25, unit: 'epochs' }, clock) // => 0.5
 */
export const decayAt = (decay: Decay, clock: Clock): number => {
  if (typeof decay === 'number') return decay
  const length = decay.unit === 'steps' ? 1 : clock.epoch / Math.max(1, clock.step)
  return 2 ** (-length / decay.halfLife)
}
