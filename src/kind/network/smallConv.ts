import { maxPool, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { count, field, list, number, record } from '../../codec/index.ts'
import { defineNetwork } from './body.ts'
import { averagePool } from './layer/averagePool.ts'
import { conv } from './layer/conv.ts'
import { convNorm } from './layer/convNorm.ts'
import { dropout } from './layer/dropout.ts'
import { chain, join, pure } from './layer/layer.ts'
import { norm } from './layer/norm.ts'

const Params = record({
  channels: field(list(count, 1), 'channels of each stage', [32, 64, 128]),
  dropout: field(number({ min: 0, max: 1, open: true }), 'share of the pooled features that is dropped in training', 0),
  momentum: field(number({ min: 0, max: 1 }), 'momentum of the moving statistics of batch norm', 0.9),
})

const halve = pure<Tensor4D, Tensor4D>((x) => (Math.min(x.shape[1], x.shape[2]) < 2 ? x : maxPool(x, 2, 2, 'valid')))

/**
 * A small plain network for small images: 3x3 convolutions with batch norm and relu.
 *
 * Max pooling halves the image size between stages, as long as both sides have at least 2 pixels.
 *
 * Ours; no paper.
 */
export const smallConv = defineNetwork({
  name: 'smallConv',
  summary: 'a small plain network for small images',
  params: Params,
  use: ({ channels, dropout: rate, momentum }) => ({
    build: ([, , depth]) => {
      const stages = channels.flatMap((to, i) => [
        convNorm(
          conv(`stage${i}/conv`, { from: channels[i - 1] ?? depth, to, kernel: 3 }),
          norm(`stage${i}/norm`, to, { momentum, epsilon: 1e-5, activation: 'relu' }),
        ),
        ...(i < channels.length - 1 ? [halve] : []),
      ])
      const pooled = join(averagePool, dropout<Tensor2D>('dropout', rate))
      return { layer: join(chain(...stages), pooled), width: channels.at(-1)! }
    },
  }),
})
