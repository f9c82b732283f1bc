import { add, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import { choice, field, number, optional, record } from '../../codec/index.ts'
import { defineNetwork } from './body.ts'
import { averagePool } from './layer/averagePool.ts'
import { conv } from './layer/conv.ts'
import { convNorm, type Normalization } from './layer/convNorm.ts'
import { depthwise } from './layer/depthwise.ts'
import { dropout } from './layer/dropout.ts'
import { chain, declaredBy, join, type Layer, pure } from './layer/layer.ts'
import { norm } from './layer/norm.ts'
import { squeezeExcite } from './layer/squeezeExcite.ts'
import { stochasticDepth } from './layer/stochasticDepth.ts'
import { swish } from './layer/swish.ts'

/** Factors of the channels and of the blocks, and the dropout of each size. */
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
  size: field(choice('B0', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7'), 'which of the family', 'B0'),
  stem: field(
    choice('small', 'imageNet'),
    'imageNet: the size is halved five times; small: three times, for images up to about 64 pixels',
    'small',
  ),
  dropout: field(
    optional(number({ min: 0, max: 1, open: true })),
    'share of the pooled features that is dropped in training; null is the one of the size, 0.2 to 0.5',
    null,
  ),
  drop: field(
    number({ min: 0, max: 1, open: true }),
    'stochastic depth: the rate grows linearly with the blocks, from 0 up to this',
    0.2,
  ),
  momentum: field(number({ min: 0, max: 1 }), 'of the moving statistics of batch norm', 0.99),
})

/** To a multiple of 8, and never by more than a tenth downward. */
const scaled = (channels: number, width: number): number => {
  const wanted = channels * width
  const rounded = Math.max(8, Math.floor((wanted + 4) / 8) * 8)
  return rounded < 0.9 * wanted ? rounded + 8 : rounded
}

interface Block {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly expansion: number
  readonly kernel: number
  readonly stride: number
  readonly drop: number
  readonly momentum: number
}

const normOf = (name: string, channels: number, momentum: number): Normalization =>
  norm(name, channels, { momentum, epsilon: 1e-3, activation: 'none' })

const active = pure<Tensor4D, Tensor4D>(swish)

/** Expands, convolves each channel by itself, weighs the channels, and projects back; with a shortcut where the size stays. */
const block = ({ name, from, to, expansion, kernel, stride, drop, momentum }: Block): Layer<Tensor4D> => {
  const inner = from * expansion
  const expand =
    expansion === 1
      ? []
      : [
          convNorm(
            conv(`${name}/expand`, { from, to: inner, kernel: 1 }),
            normOf(`${name}/expandNorm`, inner, momentum),
          ),
          active,
        ]
  const branch = chain(
    ...expand,
    convNorm(
      depthwise(`${name}/depthwise`, { channels: inner, kernel, stride }),
      normOf(`${name}/depthwiseNorm`, inner, momentum),
    ),
    active,
    squeezeExcite(name, inner, Math.max(1, Math.floor(from / 4))),
    convNorm(conv(`${name}/project`, { from: inner, to, kernel: 1 }), normOf(`${name}/projectNorm`, to, momentum)),
  )
  if (from !== to || stride !== 1) return branch
  const dropped = stochasticDepth(`${name}/drop`, drop)
  return {
    declared: declaredBy([branch, dropped]),
    apply: (run, x) => add(x, dropped.apply(run, branch.apply(run, x))),
  }
}

/**
 * A family of networks that grow in depth, width and image size together: inverted bottlenecks with squeeze-and-excitation and swish.
 *
 * B0 has 5,288,548 parameters at 1000 classes, B7 66,347,960.
 *
 * Paper: Tan and Le, EfficientNet, ICML 2019, table 1 and section 3.3; dropout of each size and stochastic depth as in the released code.
 * Departures: padding is the same on both sides at stride 2; the small stem, whose first two halvings are left out, is ours.
 */
export const efficientNet = defineNetwork({
  name: 'efficientNet',
  summary: 'inverted bottlenecks with squeeze-and-excitation, in eight sizes',
  params: Params,
  use: ({ size, stem, dropout: chosen, drop, momentum }) => ({
    build: ([, , channels]) => {
      const { width, depth, dropout: usual } = scales[size]
      const first = scaled(stemChannels, width)
      const planned = stages.flatMap(({ blocks, channels: to, stride, ...same }, stage) =>
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
        ...planned.map((one, i) => block({ ...one, drop: (drop * i) / planned.length, momentum })),
        convNorm(conv('last/conv', { from: before, to: last, kernel: 1 }), normOf('last/norm', last, momentum)),
        active,
      )
      const pooled = join(averagePool, dropout<Tensor2D>('dropout', chosen ?? usual))
      return { layer: join(body, pooled), width: last }
    },
  }),
})
