import * as E from 'fp-ts/lib/Either.js'
import { choice, either, field, modelName, number, probability, record, refine, text } from '../../../codec/index.ts'
import { averageTensors } from '../../../tensor/operation/averageTensors.ts'
import { defineStep } from '../step.ts'
import { withModel } from '../world.ts'
import { averageStart } from './averageStart.ts'
import { decayAt } from './decayAt.ts'

const Params = record({
  model: field(modelName, 'model that the average follows'),
  name: field(
    refine(text('a name', /^[A-Za-z][A-Za-z0-9-]*$/), 'a name other than raw', (name) => name !== 'raw'),
    'name of the average, for `weights`; a model may have several averages',
    'average',
  ),
  decay: field(
    either(
      'a share or { halfLife, unit }',
      probability,
      record({
        halfLife: field(number({ min: 1e-6 }), 'time in which the old average loses half of its weight'),
        unit: field(choice('steps', 'epochs'), 'unit of the time: steps or epochs', 'steps'),
      }),
    ),
    'share of the old average that stays in each step, or its half-life',
    0.999,
  ),
  start: field(
    choice('warmUp', 'debiased', 'initial'),
    'how much initial values count: warmUp (less at first, decay <= (updates + 1) / (updates + 10)), debiased (not at all) or initial (fully)',
    'warmUp',
  ),
})

/**
 * Keeps a moving average of the parameters and the batch norm statistics of a model.
 *
 * average <- decay * average + (1 - decay) * value.
 *
 * Laws: decay 0 copies; decay 1 freezes, unless debiased; a constant is a fixed point.
 *
 * Paper: Tarvainen and Valpola, Mean teachers, NeurIPS 2017, eq. 1. Departure: statistics are averaged like
 * parameters, where some published code copies them.
 */
export const average = defineStep({
  name: 'average',
  summary: 'keeps a moving average of a model',
  paper: 'Tarvainen and Valpola, Mean teachers, NeurIPS 2017, eq. 1',
  example: { average: { model: 'student' } },
  params: Params,
  use: ({ model, name, decay, start }) => ({
    infer: () => E.right({}),
    averages: { model, name },
    run: () => (world, _batch, moment) => {
      const { parameters, statistics, averages, updates } = world.models[model]!
      const share = averageStart[start](decayAt(decay, moment), updates)
      const old = averages[name]!
      return {
        world: withModel(world, model, {
          averages: {
            ...averages,
            [name]: {
              parameters: averageTensors(old.parameters, parameters, share),
              statistics: averageTensors(old.statistics, statistics, share),
            },
          },
        }),
      }
    },
  }),
})
