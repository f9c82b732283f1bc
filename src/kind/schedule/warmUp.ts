import { count, field, record } from '../../codec/index.ts'
import { type Amounts, boundsOf, defineSchedule, valueAt } from './schedule.ts'

const Params = ({ schedule }: Amounts) =>
  record({
    steps: field(count, 'steps until the following amount is reached'),
    into: field(schedule, 'what follows; it starts when the warm-up ends'),
  })

/**
 * (step + 1) / steps of what follows takes at its start, for the first `steps` steps; then what follows, its steps counted from there.
 *
 * Paper: Goyal et al., Accurate, large minibatch SGD, 2017, section 2.2. Departure: it starts at one step's share, not at the rate of a small batch.
 */
export const warmUp = defineSchedule({
  name: 'warmUp',
  summary: 'grows linearly from 0 to what follows, then follows it',
  paper: 'Goyal et al., Accurate, large minibatch SGD, 2017, section 2.2',
  example: { warmUp: { steps: 100, into: { cosine: { peak: 0.1 } } } },
  params: Params,
  use: ({ steps, into }) => {
    const [least, most] = boundsOf(into)
    return {
      bounds: [Math.min(0, least), Math.max(0, most)],
      valueAt: (clock) => {
        // A phase that ends with its warm-up or before leaves one step to what follows, so that nothing divides by 0.
        const left = Math.max(1, clock.steps - steps)
        const after = { ...clock, step: Math.max(0, clock.step - steps), steps: left }
        const target = valueAt(into)(after)
        return clock.step < steps ? (target * (clock.step + 1)) / steps : target
      },
    }
  },
})
