import type { Clock } from '../../schedule/clock.ts'

/** How much of an old average stays in each step: a share, or the time in which half of it is gone. */
export type Decay = number | { readonly halfLife: number; readonly unit: 'steps' | 'epochs' }

/**
 * The share that stays in one step: 2^(-passed / halfLife), where a step passes as many epochs as those of the phase before it did on average (the first
 * none: how long it is shows after it).
 *
 * Paper: Zhai et al., S4L, ICCV 2019, section 7: a half-life of one epoch (in their code 0.5^(1 / steps per epoch)).
 */
export const decayAt = (decay: Decay, clock: Clock): number => {
  if (typeof decay === 'number') return decay
  const passed = decay.unit === 'steps' ? 1 : clock.epoch / Math.max(1, clock.step)
  return 2 ** (-passed / decay.halfLife)
}
