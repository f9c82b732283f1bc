import type * as t from 'io-ts'
import { count, either, field, number, record, tagged } from '../../codec/index.ts'
import type { Clock } from './clock.ts'
import { cosine } from './cosine.ts'
import { exponential } from './exponential.ts'
import { linear } from './linear.ts'
import { step } from './step.ts'

const curves = { linear, cosine, step, exponential } as const

const value = number()
const curve = tagged('a schedule', curves)

const warmUp = {
  summary: 'grows linearly from 0 to what follows, then follows it',
  params: record({
    steps: field(count, 'steps until the following schedule is reached'),
    into: field(either('a number or a schedule', value, curve), 'what follows; it starts when the warm-up ends'),
  }),
} as const

/** A quantity that may change while a phase runs: a number, or a schedule. */
export const schedule = either('a number or a schedule', value, tagged('a schedule', { ...curves, warmUp }))

export type Schedule = t.TypeOf<typeof schedule>
type Curve = t.TypeOf<typeof curve>

const ofCurve = (chosen: Curve, clock: Clock): number => {
  switch (chosen.name) {
    case 'linear':
      return linear.valueAt(chosen.params)(clock)
    case 'cosine':
      return cosine.valueAt(chosen.params)(clock)
    case 'step':
      return step.valueAt(chosen.params)(clock)
    case 'exponential':
      return exponential.valueAt(chosen.params)(clock)
  }
}

/**
 * The value of a schedule at a moment.
 *
 * `warmUp`: (step + 1) / steps of what follows takes at its start, for the first `steps` steps; then what follows, its steps counted from there.
 */
export const valueAt =
  (chosen: Schedule) =>
  (clock: Clock): number => {
    if (typeof chosen === 'number') return chosen
    if (chosen.name !== 'warmUp') return ofCurve(chosen, clock)
    const { steps, into } = chosen.params
    const after: Clock = { ...clock, step: Math.max(0, clock.step - steps), steps: clock.steps - steps }
    const target = typeof into === 'number' ? into : ofCurve(into, after)
    return clock.step < steps ? (target * (clock.step + 1)) / steps : target
  }
