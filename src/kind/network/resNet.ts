import { add, maxPool, relu, type Tensor4D } from '@tensorflow/tfjs-core'
import { choice, count, field, number, record } from '../../codec/index.ts'
import { defineNetwork } from './body.ts'
import { averagePool } from './layer/averagePool.ts'
import { conv } from './layer/conv.ts'
import { convNorm } from './layer/convNorm.ts'
import { chain, declaredBy, join, type Layer, pure } from './layer/layer.ts'
import { type Norm, norm } from './layer/norm.ts'

const plans = {
  '18': { blocks: [2, 2, 2, 2], bottleneck: false },
  '34': { blocks: [3, 4, 6, 3], bottleneck: false },
  '50': { blocks: [3, 4, 6, 3], bottleneck: true },
} as const

const Params = record({
  layers: field(choice('18', '34', '50'), 'number of layers; 18 and 34 have plain blocks, 50 has bottlenecks', '18'),
  width: field(count, 'channels of the first stage', 64),
  stem: field(
    choice('small', 'imageNet'),
    'small: 3x3 without pooling, for images up to about 64 pixels; imageNet: 7x7 at stride 2, then max pooling',
    'small',
  ),
  momentum: field(number({ min: 0, max: 1 }), 'momentum of the moving statistics of batch norm', 0.9),
})

const block = (
  name: string,
  from: number,
  inner: number,
  stride: number,
  bottleneck: boolean,
  momentum: number,
): Layer<Tensor4D> => {
  const to = bottleneck ? 4 * inner : inner
  const plain: Norm = { momentum, epsilon: 1e-5, activation: 'none' }
  const active: Norm = { ...plain, activation: 'relu' }
  const branch = bottleneck
    ? chain(
        convNorm(conv(`${name}/conv1`, { from, to: inner, kernel: 1 }), norm(`${name}/norm1`, inner, active)),
        convNorm(
          conv(`${name}/conv2`, { from: inner, to: inner, kernel: 3, stride }),
          norm(`${name}/norm2`, inner, active),
        ),
        convNorm(conv(`${name}/conv3`, { from: inner, to, kernel: 1 }), norm(`${name}/norm3`, to, plain)),
      )
    : chain(
        convNorm(conv(`${name}/conv1`, { from, to: inner, kernel: 3, stride }), norm(`${name}/norm1`, inner, active)),
        convNorm(conv(`${name}/conv2`, { from: inner, to, kernel: 3 }), norm(`${name}/norm2`, to, plain)),
      )
  const shortcut =
    from === to && stride === 1
      ? pure<Tensor4D, Tensor4D>((x) => x)
      : convNorm(conv(`${name}/shortcut`, { from, to, kernel: 1, stride }), norm(`${name}/shortcutNorm`, to, plain))
  return {
    declared: declaredBy([branch, shortcut]),
    apply: (run, x) => relu(add<Tensor4D>(shortcut.apply(run, x), branch.apply(run, x))),
  }
}

/**
 * Residual network with blocks that end in an activation.
 *
 * Paper: He et al., Deep residual learning, CVPR 2016, table 1. Departures: the stride of a bottleneck is in
 * its 3x3 convolution, as in torchvision. The small stem is the one of SimCLR for CIFAR.
 */
export const resNet = defineNetwork({
  name: 'resNet',
  summary: 'residual network with blocks that end in an activation',
  paper: 'He et al., Deep residual learning, CVPR 2016, table 1',
  params: Params,
  use: ({ layers, width, stem, momentum }) => ({
    build: ([, , channels]) => {
      const { blocks, bottleneck } = plans[layers]
      const active: Norm = { momentum, epsilon: 1e-5, activation: 'relu' }
      const expansion = bottleneck ? 4 : 1
      const large = stem === 'imageNet'
      const stages = blocks.flatMap((length, stage) =>
        Array.from({ length }, (_, i) => {
          const inner = width * 2 ** stage
          const from = i > 0 ? inner * expansion : stage === 0 ? width : (inner / 2) * expansion
          return block(`stage${stage}/block${i}`, from, inner, i === 0 && stage > 0 ? 2 : 1, bottleneck, momentum)
        }),
      )
      const body = chain(
        convNorm(
          conv('stem/conv', { from: channels, to: width, kernel: large ? 7 : 3, stride: large ? 2 : 1 }),
          norm('stem/norm', width, active),
        ),
        ...(large ? [pure<Tensor4D, Tensor4D>((x) => maxPool(x, 3, 2, 1, 'floor'))] : []),
        ...stages,
      )
      return { layer: join(body, averagePool), width: width * 8 * expansion }
    },
  }),
})
