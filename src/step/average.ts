import * as E from 'fp-ts/lib/Either.js'
import { field, flag, modelName, probability, record } from '../codec/index.ts'
import { defineStep } from '../operator/definition.ts'
import { withModel } from '../operator/world.ts'
import { averageTensors } from '../tensor/operation/averageTensors.ts'
import { averageDecay } from '../update/averageDecay.ts'

const Params = record({
  model: field(modelName, 'the model of which an average is kept'),
  decay: field(probability, 'how much of the old average stays in each step', 0.999),
  warmUp: field(flag, 'lets the average follow faster at first: decay is at most (updates + 1) / (updates + 10)', true),
})

/**
 * Keeps a moving average of a model's parameters and of its batch norm statistics: average <- decay * average + (1 - decay) * value.
 *
 * Laws: decay 0 copies; decay 1 freezes; a constant is a fixed point.
 *
 * Paper: Tarvainen and Valpola, Mean teachers, NeurIPS 2017, eq. 1; the warm-up is the one of TensorFlow's ExponentialMovingAverage. Departure:
 * statistics are averaged like parameters, where some codes copy them.
 */
export const average = defineStep({
  name: 'average',
  summary: 'keeps a moving average of a model',
  params: Params,
  infer: () => E.right({}),
  averages: ({ model }) => [model],
  run:
    ({ model, decay, warmUp }) =>
    (world) => {
      const state = world.models[model]!
      const share = warmUp ? averageDecay(decay, state.updates) : decay
      return {
        world: withModel(world, model, {
          average: {
            parameters: averageTensors(state.average.parameters, state.parameters, share),
            statistics: averageTensors(state.average.statistics, state.statistics, share),
          },
        }),
      }
    },
})
