import { slice, squeeze, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import {
  choice,
  either,
  field,
  headName,
  list,
  modelName,
  record,
  viewOrStack,
  weightsName,
  writes,
} from '../../../codec/index.ts'
import type { Complaint } from '../../../prelude/errors.ts'
import type { Facts } from '../../field/facts.ts'
import { agree, type FieldTypes, showType } from '../../field/fieldType.ts'
import { tensorOf } from '../../field/frame.ts'
import { headSize } from '../../field/headSize.ts'
import { defineStep } from '../step.ts'
import { variablesOf } from '../world.ts'
import { probabilitiesOf } from './probabilitiesOf.ts'

const Params = record({
  model: field(modelName, 'the model that is asked'),
  on: field(
    either('a field (images or stacks), or a list of them', viewOrStack, list(viewOrStack, 1)),
    'the images that it sees: one view, several views of the same images in a list, or a stack of views; over several the prediction is averaged',
  ),
  writes: field(writes('distribution'), 'the field for its probabilities'),
  head: field(headName, 'which output', 'label'),
  weights: field(weightsName, 'the weights being trained (raw), or a moving average by its name', 'raw'),
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

/** Views of the same images come in batches of one size; that their images are of the size that the model takes is checked with the model. */
const batchFault = (names: readonly string[], given: FieldTypes): readonly Complaint[] => {
  const size = given[names[0]!]!.shape[0]!
  const other = names.findIndex((name) => !agree(given[name]!.shape[0]!, size))
  return other < 0
    ? []
    : [
        {
          path: ['on', String(other)],
          expected: `views of the same ${size} images, as in ${names[0]}`,
          received: `"${names[other]}", which is ${showType(given[names[other]!]!)}`,
        },
      ]
}

/** A head of several views compares them; it has no answer to one image. */
const headFault = (model: string, head: string, { heads }: Facts): readonly Complaint[] => {
  const views = heads[model]?.[head]?.views ?? 1
  return views === 1
    ? []
    : [{ path: ['head'], expected: 'a head that looks at one view', received: `"${head}", of ${views}` }]
}

/** One view of a stack, [batch, height, width, channels]. */
const viewOf = (stack: Tensor, view: number): Tensor4D => {
  const [batch = 0, , ...image] = stack.shape
  return squeeze(slice(stack, [0, view, 0, 0, 0], [batch, 1, ...image]), [1])
}

/** Every view of a field, made when its turn comes. The check lets only images and stacks through, of four and five dimensions. */
const viewsIn = (images: Tensor): readonly (() => Tensor4D)[] =>
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
  paper: 'Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1',
  example: { predict: { model: 'student', on: 'unlabeled.weak', writes: 'unlabeled.probabilities' } },
  params: Params,
  use: ({ model, on, writes: written, head, weights, average, normalization }) => {
    const names = [on].flat()
    return {
      infer: (given, facts) => {
        const faults = [...headFault(model, head, facts), ...batchFault(names, given)]
        if (faults.length > 0) return E.left(faults)
        const { shape } = given[names[0]!]!
        const size = headSize(facts.heads[model]?.[head]?.size ?? 'classes', shape.slice(-3))
        return E.right({ [written]: { kind: 'distribution', shape: [shape[0] ?? 'batch', size] } })
      },
      run: ({ models }) => {
        const probabilities = probabilitiesOf(models[model]!.network, { head, normalization, average })
        return (world, batch) => {
          const views = names.flatMap((name) => viewsIn(tensorOf(batch, name)))
          const [answer] = probabilities([variablesOf(world.models[model]!, weights)], views)
          return { fields: { [written]: answer! } }
        }
      },
    }
  },
})
