import { slice, squeeze, type Tensor, type Tensor4D, tidy } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { choice, either, field, headName, list, lookedAt, modelName, record, writes } from '../../codec/index.ts'
import { type Complaint, defineStep } from '../definition.ts'
import { agree, type FieldTypes, showType } from '../field/fieldType.ts'
import { tensorOf } from '../field/frame.ts'
import { headSize } from '../field/headSize.ts'
import { averageViews } from './averageViews.ts'
import { variablesOf } from './world.ts'

const Params = record({
  model: field(modelName, 'the model that is asked'),
  on: field(
    either('a field (images or stacks), or a list of them', lookedAt, list(lookedAt, 1)),
    'the images that it sees: one view, several views of the same images in a list, or a stack of views; over several the prediction is averaged',
  ),
  writes: field(writes('distribution'), 'the field for its probabilities'),
  head: field(headName, 'which output', 'label'),
  weights: field(choice('raw', 'average'), 'the weights being trained, or their moving average', 'raw'),
  average: field(
    choice('logits', 'probabilities'),
    'what is averaged over several views: logits before the softmax, or the probabilities of each',
    'logits',
  ),
  normalization: field(
    choice('batch', 'running'),
    'batch norm by the statistics of this batch, view by view, or by the moving ones; neither changes the moving ones',
    'running',
  ),
})

const namesIn = (on: string | readonly string[]): readonly string[] => (typeof on === 'string' ? [on] : on)

/** Views of the same images come in batches of one size; that their images are of the size that the model takes is checked with the model. */
const batchFault = (on: string | readonly string[], given: FieldTypes): Complaint | undefined => {
  const names = namesIn(on)
  const size = given[names[0]!]!.shape[0]!
  const other = names.findIndex((name) => !agree(given[name]!.shape[0]!, size))
  return other < 0
    ? undefined
    : {
        path: ['on', String(other)],
        expected: `views of the same ${size} images, as in ${names[0]}`,
        received: `"${names[other]}", which is ${showType(given[names[other]!]!)}`,
      }
}

/** One view of a stack, [batch, height, width, channels]. */
const viewOf = (stack: Tensor, view: number): Tensor4D => {
  const [batch = 0, , ...image] = stack.shape
  return squeeze(slice(stack, [0, view, 0, 0, 0], [batch, 1, ...image]), [1])
}

/** Every view of a field, made when its turn comes. The check lets only images and stacks through, of four and five dimensions. */
const viewsOf = (images: Tensor): readonly (() => Tensor4D)[] =>
  images.rank === 4
    ? [() => images as Tensor4D]
    : Array.from({ length: images.shape[1]! }, (_, view) => () => viewOf(images, view))

/**
 * The class probabilities that a model gives to images, without noise and without gradient.
 *
 * softmax(mean_v logits_v), or mean_v softmax(logits_v) with `average: probabilities`, [batch, classes]. Every view is a pass of its own: what a
 * pass holds does not grow with their number, and a view's batch statistics (`normalization: batch`) are its own. The model does not change: these
 * passes leave the moving statistics of batch norm alone.
 *
 * Laws: a list of one view is the view; the order of views does not matter; with `normalization: running` an image gets the same in every batch.
 *
 * Paper: Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1 averages probabilities; the default, logits, is that of the released code
 * of Zhai et al., S4L, ICCV 2019.
 */
export const predict = defineStep({
  name: 'predict',
  summary: 'the class probabilities that a model gives to a view, or on average to several',
  params: Params,
  infer: ({ model, on, writes: written, head, weights }, given, facts) => {
    const unaveraged =
      weights === 'average' && !facts.averaged.has(model)
        ? { path: ['weights'], expected: `raw, or an average step for ${model}`, received: '"average"' }
        : undefined
    const faults = [unaveraged, batchFault(on, given)].filter((fault) => fault !== undefined)
    return faults.length > 0
      ? E.left(faults)
      : E.right({
          [written]: {
            kind: 'distribution',
            shape: [
              given[namesIn(on)[0]!]!.shape[0] ?? 'batch',
              headSize(facts.heads[model]?.[head] ?? 'classes', given[namesIn(on)[0]!]!.shape.slice(-3)),
            ],
          },
        })
  },
  run: ({ model, on, writes: written, head, weights, average, normalization }, { models }) => {
    const { network } = models[model]!
    return (world, batch) => ({
      fields: {
        [written]: tidy(() => {
          const variables = variablesOf(world.models[model]!, weights)
          const logits = namesIn(on)
            .flatMap((name) => viewsOf(tensorOf(batch, name)))
            .map((view) => tidy(() => network.apply(variables, view(), { normalization, noise: null }).outputs[head]!))
          return averageViews(average)(logits)
        }),
      },
    })
  },
})
