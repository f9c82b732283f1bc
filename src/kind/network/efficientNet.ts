import type { Tensor2D } from '@tensorflow/tfjs-core'
import { choice, field, number, optional, record } from '../../codec/index.ts'
import { defineNetwork } from './body.ts'
import { active, efficientNetBlock, normOf } from './efficientNetBlock.ts'
import { averagePool } from './layer/averagePool.ts'
import { conv } from './layer/conv.ts'
import { convNorm } from './layer/convNorm.ts'
import { dropout } from './layer/dropout.ts'
import { chain, join } from './layer/layer.ts'

/** For each size: the factor of the channels (width), the factor of the blocks (depth), and the dropout. */
const scales = {
  B0: { width: 1, depth: 1, dropout: 0.2 },
  B1: { width: 1, depth: 1.1, dropout: 0.2 },
  B2: { width: 1.1, depth: 1.2, dropout: 0.3 },
  B3: { width: 1.2, depth: 1.4, dropout: 0.3 },
  B4: { width: 1.4, depth: 1.8, dropout: 0.4 },
  B5: { width: 1.6, depth: 2.2, dropout: 0.4 },
  B6: { width: 1.8, depth: 2.6, dropout: 0.5 },
  B7: { width: 2, depth: 3.1, dropout: 0.5 },
} as const

const stages = [
  { expansion: 1, kernel: 3, stride: 1, channels: 16, blocks: 1 },
  { expansion: 6, kernel: 3, stride: 2, channels: 24, blocks: 2 },
  { expansion: 6, kernel: 5, stride: 2, channels: 40, blocks: 2 },
  { expansion: 6, kernel: 3, stride: 2, channels: 80, blocks: 3 },
  { expansion: 6, kernel: 5, stride: 1, channels: 112, blocks: 3 },
  { expansion: 6, kernel: 5, stride: 2, channels: 192, blocks: 4 },
  { expansion: 6, kernel: 3, stride: 1, channels: 320, blocks: 1 },
] as const

const stemChannels = 32
const lastChannels = 1280

const Params = record({
  size: field(choice('B0', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7'), 'size of the network', 'B0'),
  stem: field(
    choice('small', 'imageNet'),
    'imageNet halves the image size five times; small halves it three times, for images up to about 64 pixels',
    'small',
  ),
  dropout: field(
    optional(number({ min: 0, max: 1, open: true })),
    'share of the pooled features that is dropped in training; null for the default of the size, 0.2 to 0.5',
    null,
  ),
  drop: field(
    number({ min: 0, max: 1, open: true }),
    'rate of stochastic depth; it grows linearly over the blocks, from 0 up to this',
    0.2,
  ),
  momentum: field(number({ min: 0, max: 1 }), 'momentum of the moving statistics of batch norm', 0.99),
})

/** Scales channels and rounds them to a multiple of 8, but never down by more than a tenth. */
const scaled = (channels: number, width: number): number => {
  const exact = channels * width
  const rounded = Math.max(8, Math.floor((exact + 4) / 8) * 8)
  return rounded < 0.9 * exact ? rounded + 8 : rounded
}

/**
 * Inverted bottlenecks with squeeze-and-excitation and swish, in sizes that grow in depth, width and image
 * size together.
 *
 * At 1000 classes, B0 has 5,288,548 parameters and B7 has 66,347,960.
 *
 * Paper: Tan and Le, EfficientNet, ICML 2019, table 1 and section 3.3. The dropout of each size and
 * stochastic depth are as in the released code. Departures: at stride 2, padding is the same on both sides.
 * The small stem, which leaves out the first two halvings, is ours.
 */
export const efficientNet = defineNetwork({
  name: 'efficientNet',
  summary: 'inverted bottlenecks with squeeze-and-excitation, in eight sizes',
  paper: 'Tan and Le, EfficientNet, ICML 2019, table 1 and section 3.3',
  params: Params,
  use: ({ size, stem, dropout: rate, drop, momentum }) => ({
    build: ([, , channels]) => {
      const { width, depth, dropout: usualRate } = scales[size]
      const first = scaled(stemChannels, width)
      const blockPlans = stages.flatMap(({ blocks, channels: to, stride, ...same }, stage) =>
        Array.from({ length: Math.ceil(blocks * depth) }, (_, i) => ({
          ...same,
          name: `stage${stage}/block${i}`,
          from: i > 0 ? scaled(to, width) : stage === 0 ? first : scaled(stages[stage - 1]!.channels, width),
          to: scaled(to, width),
          stride: i === 0 && (stage !== 1 || stem === 'imageNet') ? stride : 1,
        })),
      )
      const before = scaled(stages.at(-1)!.channels, width)
      const last = scaled(lastChannels, width)
      const body = chain(
        convNorm(
          conv('stem/conv', { from: channels, to: first, kernel: 3, stride: stem === 'imageNet' ? 2 : 1 }),
          normOf('stem/norm', first, momentum),
        ),
        active,
        ...blockPlans.map((one, i) => efficientNetBlock({ ...one, drop: (drop * i) / blockPlans.length, momentum })),
        convNorm(conv('last/conv', { from: before, to: last, kernel: 1 }), normOf('last/norm', last, momentum)),
        active,
      )
      const pooled = join(averagePool, dropout<Tensor2D>('dropout', rate ?? usualRate))
      return { layer: join(body, pooled), width: last }
    },
  }),
})
