import { field, number, record } from '../../codec/index.ts'
import { defineSchedule } from './schedule.ts'

const Params = record({
  peak: field(number(), 'value at the start'),
  turn: field(
    number({ min: 0, max: 1 }),
    'share of the half turn from cos(0) to cos(pi) that the phase covers; 1/2 ends at 0',
    7 / 16,
  ),
})

/**
 * Falls along a cosine over the phase.
 *
 * value = peak * cos(pi * turn * step / steps). With turn = 7/16 it ends at cos(7 pi / 16), a fifth of the
 * peak.
 *
 * Edge: in a phase without a known end, the value stays at the peak.
 *
 * Paper: Sohn et al., FixMatch, NeurIPS 2020, section 2.4 (eta cos(7 pi k / 16 K)).
 *
 * @example
 * const { valueAt } = cosine.use({ peak: 1, turn: 7 / 16 })
 * valueAt({ step: 0, steps: 10, epoch: 0 }) // => 1
 * valueAt({ step: 10, steps: 10, epoch: 1 }).toFixed(3) // => '0.195'
 */
export const cosine = defineSchedule({
  name: 'cosine',
  summary: 'falls along a cosine over the phase',
  paper: 'Sohn et al., FixMatch, NeurIPS 2020, section 2.4',
  example: { cosine: { peak: 0.03 } },
  params: Params,
  use: ({ peak, turn }) => {
    const last = peak * Math.cos(Math.PI * turn)
    return {
      bounds: [Math.min(peak, last), Math.max(peak, last)],
      valueAt: ({ step, steps }) => peak * Math.cos((Math.PI * turn * Math.min(step, steps)) / steps),
    }
  },
})
