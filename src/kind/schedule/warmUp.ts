import { count, field, record } from '../../codec/index.ts'
import { type Amounts, boundsOf, defineSchedule, valueAt } from './schedule.ts'

const Params = ({ schedule }: Amounts) =>
  record({
    steps: field(count, 'steps of warm-up'),
    into: field(schedule, 'number or schedule to reach; it starts when the warm-up ends'),
  })

/**
 * Grows linearly to the start value of `into`, then follows `into`.
 *
 * value = into(0) (step + 1) / steps for the first `steps` steps; then into(step - steps).
 *
 * Paper: Goyal et al., Accurate, large minibatch SGD, 2017, section 2.2. Departure: it starts at the share of
 * one step, not at the rate of a small batch.
 *
 * @example
 * const { valueAt } = warmUp.use({ steps: 4, into: 1 })
 * valueAt({ step: 1, steps: 100, epoch: 0 }) // => 0.5
 * valueAt({ step: 9, steps: 100, epoch: 0 }) // => 1
 */
export const warmUp = defineSchedule({
  name: 'warmUp',
  summary: 'grows linearly from 0 to a number or another schedule, then follows it',
  paper: 'Goyal et al., Accurate, large minibatch SGD, 2017, section 2.2',
  example: { warmUp: { steps: 100, into: { cosine: { peak: 0.1 } } } },
  params: Params,
  use: ({ steps, into }) => {
    const [least, most] = boundsOf(into)
    return {
      bounds: [Math.min(0, least), Math.max(0, most)],
      valueAt: (clock) => {
        // If the phase ends during or with the warm-up, `into` gets one step, so that nothing divides by 0.
        const left = Math.max(1, clock.steps - steps)
        const after = { ...clock, step: Math.max(0, clock.step - steps), steps: left }
        const target = valueAt(into)(after)
        return clock.step < steps ? (target * (clock.step + 1)) / steps : target
      },
    }
  },
})
