import { softmax, type Tensor4D, tidy } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { choice, field, headName, modelName, record, view, writes } from '../codec/index.ts'
import { defineStep } from '../operator/definition.ts'
import { tensorOf } from '../operator/frame.ts'
import { variablesOf } from '../operator/world.ts'

const Params = record({
  model: field(modelName, 'the model that is asked'),
  on: field(view, 'the images that it sees'),
  writes: field(writes('distribution'), 'the field for its probabilities'),
  head: field(headName, 'which output', 'label'),
  weights: field(choice('raw', 'average'), 'the weights being trained, or their moving average', 'raw'),
  normalization: field(
    choice('batch', 'running'),
    'batch norm by the statistics of this batch, or by the moving ones; neither changes the moving ones',
    'running',
  ),
})

/**
 * The class probabilities that a model gives to a view, without noise and without gradient.
 *
 * softmax(logits), [batch, classes]. The model does not change: this pass leaves the moving statistics of batch norm alone.
 */
export const predict = defineStep({
  name: 'predict',
  summary: 'the class probabilities that a model gives to a view',
  params: Params,
  infer: ({ model, on, writes: written, head, weights }, given, facts) =>
    weights === 'average' && !facts.averaged.has(model)
      ? E.left([{ path: ['weights'], expected: `raw, or an average step for ${model}`, received: '"average"' }])
      : E.right({
          [written]: {
            kind: 'distribution',
            shape: [given[on]!.shape[0] ?? 'batch', facts.heads[model]?.[head] ?? 'classes'],
          },
        }),
  run: ({ model, on, writes: written, head, weights, normalization }, { models }) => {
    const { network } = models[model]!
    return (world, batch) => ({
      fields: {
        [written]: tidy(() => {
          // The check lets only fields of images through, and those have four dimensions.
          const images = tensorOf(batch, on) as Tensor4D
          const variables = variablesOf(world.models[model]!, weights)
          return softmax(network.apply(variables, images, { normalization, noise: null }).outputs[head]!)
        }),
      },
    })
  },
})
