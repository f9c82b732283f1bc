import type { FlowLoad } from '../../run/train/event.ts'

/**
 * The load of each flow: `labeled 96/128 in flight (decode 4, augment 1)`. The budget is 128; 4 images wait
 * for `decode`.
 */
export const loadText = (load: readonly FlowLoad[]): string =>
  load
    .map(({ flow, counts, stages }) => {
      const waiting = stages.filter(({ backlog }) => backlog > 0).map(({ name, backlog }) => `${name} ${backlog}`)
      return `${flow} ${counts.inFlight}/${counts.budget} in flight${waiting.length === 0 ? '' : ` (${waiting.join(', ')})`}`
    })
    .join('; ')
