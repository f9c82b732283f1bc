import { relu, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { count, field, list, number, record } from '../../codec/index.ts'
import { pixelValues } from '../../tensor/operation/pixelValues.ts'
import { defineNetwork } from './body.ts'
import { dense } from './layer/dense.ts'
import { dropout } from './layer/dropout.ts'
import { heNormal } from './layer/initializers.ts'
import { chain, join, pure } from './layer/layer.ts'

const share = number({ min: 0, max: 1, open: true })

const Params = record({
  hidden: field(list(count, 1), 'units of each hidden layer', [5000]),
  dropout: field(share, 'share of the units of each hidden layer that is dropped in training', 0.5),
  inputDropout: field(share, 'share of the values of an image that is dropped (black) in training', 0.2),
})

const values = pure<Tensor4D, Tensor2D>(pixelValues)
const rectify = pure<Tensor2D, Tensor2D>((x) => relu(x))

/**
 * Fully connected layers of rectified units on the values of an image, without batch norm.
 *
 * The features are the last hidden layer. The network sees values from 0 to 1, so a dropped value is black.
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop (one hidden layer of 5000 units on MNIST). Dropout is as in
 * Hinton et al., Improving neural networks by preventing co-adaptation of feature detectors, 2012. Departure:
 * weights have the initial distribution of He et al. for rectifiers.
 */
export const mlp = defineNetwork({
  name: 'mlp',
  summary: 'fully connected layers of rectified units',
  paper: 'Lee, Pseudo-Label, ICML 2013 workshop',
  params: Params,
  use: ({ hidden, dropout: rate, inputDropout }) => ({
    build: ([height, width, channels]) => {
      const layers = hidden.flatMap((to, i) => {
        const from = hidden[i - 1] ?? height * width * channels
        return [dense(`layer${i}`, from, to, heNormal(from)), rectify, dropout<Tensor2D>(`dropout${i}`, rate)]
      })
      const features = chain(dropout<Tensor2D>('inputDropout', inputDropout), ...layers)
      return { layer: join(values, features), width: hidden.at(-1)! }
    },
  }),
})
