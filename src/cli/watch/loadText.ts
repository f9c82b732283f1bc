import type { FlowLoad } from '../../run/train/event.ts'

/** What waits where: `labeled 96/128 in flight (decode 4, augment 1)`; the number after the slash is the budget. */
export const loadText = (load: readonly FlowLoad[]): string =>
  load
    .map(({ flow, counts, stages }) => {
      const waiting = stages.filter(({ backlog }) => backlog > 0).map(({ name, backlog }) => `${name} ${backlog}`)
      return `${flow} ${counts.inFlight}/${counts.budget} in flight${waiting.length === 0 ? '' : ` (${waiting.join(', ')})`}`
    })
    .join('; ')
