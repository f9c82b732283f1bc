import {
  add,
  div,
  maximum,
  mean,
  mul,
  sqrt,
  square,
  sum,
  type Tensor2D,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'
import {
  choice,
  count,
  field,
  headName,
  magnitude,
  modelName,
  number,
  reads,
  record,
  view,
  writes,
} from '../../codec/index.ts'
import type { Key } from '../../prelude/key.ts'
import { normals } from '../../prelude/random.ts'
import { differentiate } from '../../tensor/differentiate.ts'
import { tensorOf } from '../field/frame.ts'
import { klDivergence } from '../loss/klDivergence.ts'
import type { Network, Variables } from '../network/network.ts'
import { defineStep } from './step.ts'

const Params = record({
  model: field(modelName, 'model whose predictions should change most'),
  on: field(view, 'images to perturb'),
  from: field(reads('distribution'), 'probabilities that the model gives to the clean images'),
  writes: field(writes('images'), 'field for the perturbed images'),
  radius: field(
    magnitude,
    'norm of the perturbation (eps) divided by sqrt(height * width * channels), for values from -1 to 1',
    0.105,
  ),
  probe: field(number({ min: 0.01 }), 'norm of the trial perturbation (xi); float32 rounding loses smaller ones', 0.1),
  iterations: field(count, 'number of power iterations', 1),
  direction: field(
    choice('forward', 'reverse'),
    'divergence to maximize: forward is KL(clean || perturbed), reverse is KL(perturbed || clean)',
    'forward',
  ),
  head: field(headName, 'head that predicts', 'label'),
})

type Adversarial = t.TypeOf<typeof Params>

/** Divides each image of a batch by its norm over height, width and channels. Images of zeros stay zero. */
const unit = (x: Tensor4D): Tensor4D => div(x, maximum(sqrt(sum(square(x), [1, 2, 3], true)), 1e-12))

/** The gradient, by the perturbation, of the divergence between predictions on perturbed and clean images. */
const slope = (
  { direction, head }: Adversarial,
  network: Network,
  variables: Variables,
  images: Tensor4D,
  clean: Tensor2D,
  perturbation: Tensor4D,
): Tensor4D => {
  const divergence = klDivergence.perExample({ direction, temperature: 1 })
  const { gradients } = differentiate({ perturbation }, (given) => {
    const perturbed = add<Tensor4D>(images, given['perturbation']!)
    const pass = network.apply(variables, perturbed, { normalization: 'batch', noise: null }, [head])
    return { value: mean(divergence({ logits: pass.outputs[head]!, target: clean })), also: {} }
  })
  return gradients['perturbation'] as Tensor4D
}

const randomDirection = (key: Key, { shape, size }: Tensor4D): Tensor4D => unit(tensor4d(normals(key, size), shape))

/**
 * Moves images a fixed distance in the direction in which the predictions of a model change most: virtual
 * adversarial examples.
 *
 * d <- a random direction; repeat: d <- unit(grad_d mean D(p(x), p(x + xi d)));
 * x' = x + eps d, eps = radius sqrt(height width channels).
 *
 * Use it with a `klDivergence` between the perturbed view and the same clean probabilities.
 *
 * - Every pass is normalized by its own batch and moves no statistics.
 * - No gradient flows through the perturbation.
 * - If float32 loses the gradient of an image (a norm below 1e-12: a head of zeros, a prediction beyond all
 *   doubt), the image moves less than eps, or not at all.
 *
 * Law: each other image moves by exactly eps.
 *
 * Paper: Miyato et al., Virtual adversarial training, TPAMI 2018, algorithm 1. Departures: eps is stated per
 * root of the number of values, so that it carries over between sizes (0.105 is 5.8 at 32x32x3). xi is 0.1,
 * where published code has 1e-6, which float32 cannot add to an image.
 */
export const adversarial = defineStep({
  name: 'adversarial',
  summary: 'moves images in the direction in which predictions change most',
  paper: 'Miyato et al., Virtual adversarial training, TPAMI 2018, algorithm 1',
  example: {
    adversarial: {
      model: 'student',
      on: 'unlabeled.weak',
      from: 'unlabeled.probabilities',
      writes: 'unlabeled.perturbed',
    },
  },
  params: Params,
  use: (params) => {
    const { model, on, from, writes: into, radius, probe, iterations } = params
    return {
      infer: (given) => E.right({ [into]: { kind: 'images', shape: given[on]!.shape } }),
      run: ({ models }) => {
        const { network } = models[model]!
        return (world, batch, moment) => {
          const { parameters, statistics } = world.models[model]!
          const images = tensorOf(batch, on) as Tensor4D
          const clean = tensorOf(batch, from) as Tensor2D
          let direction = randomDirection(moment.key, images)
          for (let i = 0; i < iterations; i++) {
            const trial = mul<Tensor4D>(direction, probe)
            direction = unit(slope(params, network, { parameters, statistics }, images, clean, trial))
          }
          const [, height, width, channels] = images.shape
          const distance = radius * Math.sqrt(height * width * channels)
          return { fields: { [into]: add(images, mul(direction, distance)) } }
        }
      },
    }
  },
})
