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
  model: field(modelName, 'model that predicts'),
  on: field(
    either('a field (images or stacks), or a list of them', viewOrStack, list(viewOrStack, 1)),
    'images: one view, a list of views of the same images, or a stack of views; predictions on several views are averaged',
  ),
  writes: field(writes('distribution'), 'field for the probabilities'),
  head: field(headName, 'head that predicts', 'label'),
  weights: field(weightsName, 'raw for the weights in training, or the name of a moving average', 'raw'),
  average: field(
    choice('logits', 'probabilities'),
    'values to average over several views: logits before the softmax, or the probabilities of each view',
    'logits',
  ),
  normalization: field(
    choice('batch', 'running'),
    'statistics for batch norm: of this batch, view by view, or the moving ones; neither changes the moving ones',
    'running',
  ),
})

/** Views of the same images must have the same batch size. The check of the model compares the image size. */
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

/** A head of several views compares them, so it has no answer for one image. */
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

/** The views of a field, computed on demand. The check admits only images (rank 4) and stacks (rank 5). */
const viewsIn = (images: Tensor): readonly (() => Tensor4D)[] =>
  images.rank === 4
    ? [() => images as Tensor4D]
    : Array.from({ length: images.shape[1]! }, (_, view) => () => viewOf(images, view))

/**
 * Computes the class probabilities that a model gives to images, without noise and without gradient.
 *
 * softmax(mean_v logits_v), or mean_v softmax(logits_v) with `average: probabilities`, [batch, classes].
 *
 * - Every view is a pass of its own, so the memory of a pass does not grow with the number of views.
 * - With `normalization: batch`, each view has its own batch statistics.
 * - The model does not change: the passes do not move the statistics of batch norm.
 *
 * Laws: a list of one view is the view; the order of views does not matter; with `normalization: running`, an
 * image gets the same probabilities in every batch.
 *
 * Paper: Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1, averages probabilities.
 * Departure: the default is logits, as in the released code of Zhai et al., S4L, ICCV 2019.
 */
export const predict = defineStep({
  name: 'predict',
  summary: 'computes the class probabilities that a model gives to one view, or to several on average',
  paper: 'Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1',
  example: { predict: { model: 'student', on: 'unlabeled.weak', writes: 'unlabeled.probabilities' } },
  params: Params,
  use: ({ model, on, writes: into, head, weights, average, normalization }) => {
    const names = [on].flat()
    return {
      infer: (given, facts) => {
        const faults = [...headFault(model, head, facts), ...batchFault(names, given)]
        if (faults.length > 0) return E.left(faults)
        const { shape } = given[names[0]!]!
        const size = headSize(facts.heads[model]?.[head]?.size ?? 'classes', shape.slice(-3))
        return E.right({ [into]: { kind: 'distribution', shape: [shape[0] ?? 'batch', size] } })
      },
      run: ({ models }) => {
        const probabilities = probabilitiesOf(models[model]!.network, { head, normalization, average })
        return (world, batch) => {
          const views = names.flatMap((name) => viewsIn(tensorOf(batch, name)))
          const [answer] = probabilities([variablesOf(world.models[model]!, weights)], views)
          return { fields: { [into]: answer! } }
        }
      },
    }
  },
})
