import { add, type Tensor4D } from '@tensorflow/tfjs-core'
import { count, field, number, record, refine } from '../../codec/index.ts'
import { defineNetwork } from './body.ts'
import { averagePool } from './layer/averagePool.ts'
import { conv } from './layer/conv.ts'
import { convNorm } from './layer/convNorm.ts'
import { dropout } from './layer/dropout.ts'
import { chain, declaredBy, join, type Layer } from './layer/layer.ts'
import { type Norm, norm } from './layer/norm.ts'
import { stochasticDepth } from './layer/stochasticDepth.ts'

const depth = refine(
  count,
  'a depth of 6n + 4 (10, 16, 22, 28 ...)',
  (layers) => layers >= 10 && (layers - 4) % 6 === 0,
)

const Params = record({
  depth: field(depth, 'number of layers with weights, 6n + 4', 28),
  width: field(count, 'factor of the channels 16, 32 and 64', 2),
  slope: field(number({ min: 0, max: 1 }), 'slope of the leaky relu; 0 is relu', 0.1),
  dropout: field(
    number({ min: 0, max: 1, open: true }),
    'share of the values between the convolutions of a block that is dropped in training',
    0,
  ),
  drop: field(
    number({ min: 0, max: 1, open: true }),
    'rate of stochastic depth in the last block; it grows linearly from the first',
    0,
  ),
  momentum: field(number({ min: 0, max: 1 }), 'momentum of the moving statistics of batch norm', 0.99),
})

interface Block {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly stride: number
  readonly norm: Norm
  readonly dropout: number
  readonly drop: number
}

/**
 * norm, activation, conv, norm, activation, conv, plus the input.
 *
 * If the channels or the size change, the shortcut is a 1x1 convolution of the result of the first
 * activation.
 */
const block = ({ name, from, to, stride, norm: settings, dropout: rate, drop }: Block): Layer<Tensor4D> => {
  const first = norm(`${name}/norm1`, from, settings)
  const shortcut = from === to && stride === 1 ? undefined : conv(`${name}/shortcut`, { from, to, kernel: 1, stride })
  const branch = chain(
    convNorm(conv(`${name}/conv1`, { from, to, kernel: 3, stride }), norm(`${name}/norm2`, to, settings)),
    dropout<Tensor4D>(`${name}/dropout`, rate),
    conv(`${name}/conv2`, { from: to, to, kernel: 3 }),
    stochasticDepth(`${name}/drop`, drop),
  )
  return {
    declared: declaredBy([first, branch, ...(shortcut === undefined ? [] : [shortcut])]),
    apply: (run, x) => {
      const active = first.apply(run, x)
      return add(shortcut === undefined ? x : shortcut.apply(run, active), branch.apply(run, active))
    },
  }
}

/**
 * Wide residual network with pre-activation blocks.
 *
 * WRN-28-2 has 1,467,610 parameters at 10 classes.
 *
 * Paper: Zagoruyko and Komodakis, Wide residual networks, BMVC 2016, table 1. Departures: leaky relu with
 * slope 0.1, as in the code of MixMatch and FixMatch (0 gives the relu of the paper). The first block of a
 * group has a convolution on its shortcut where the channels or the size change, so the first group of width
 * 1 has none.
 */
export const wideResNet = defineNetwork({
  name: 'wideResNet',
  summary: 'wide residual network with pre-activation blocks',
  paper: 'Zagoruyko and Komodakis, Wide residual networks, BMVC 2016, table 1',
  params: Params,
  use: ({ depth: layers, width, slope, dropout: rate, drop, momentum }) => ({
    build: ([, , channels]) => {
      const perGroup = (layers - 4) / 6
      const settings: Norm = { momentum, epsilon: 1e-3, activation: slope === 0 ? 'relu' : { slope } }
      const widths = [16, 16 * width, 32 * width, 64 * width]
      const total = 3 * perGroup
      const blocks = [1, 2, 3].flatMap((group) =>
        Array.from({ length: perGroup }, (_, i) =>
          block({
            name: `group${group}/block${i}`,
            from: i === 0 ? widths[group - 1]! : widths[group]!,
            to: widths[group]!,
            stride: i === 0 && group > 1 ? 2 : 1,
            norm: settings,
            dropout: rate,
            drop: (drop * ((group - 1) * perGroup + i + 1)) / total,
          }),
        ),
      )
      const body = chain(
        conv('stem', { from: channels, to: 16, kernel: 3 }),
        ...blocks,
        norm('norm', widths[3]!, settings),
      )
      return { layer: join(body, averagePool), width: widths[3]! }
    },
  }),
})
