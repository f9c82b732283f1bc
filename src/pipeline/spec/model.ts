import type * as t from 'io-ts'
import { choice, count, either, field, flag, list, map, number, optional, record, text } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'

const size = either('a size or pixels', count, choice('pixels'))

const address = text(
  'features, or a head and its hidden layer (projection.1)',
  /^(features|[A-Za-z][A-Za-z0-9-]*\.[1-9]\d*)$/,
)

const head = either(
  'a size, pixels, or { size, hidden, norm, on, views }',
  size,
  record({
    size: field(
      optional(size),
      'outputs: a number, or `pixels` for one per value of an image; `label` has one for each class',
      null,
    ),
    hidden: field(list(count), 'widths of the hidden layers, each with relu; none for a linear head', []),
    norm: field(flag, 'whether batch norm follows each hidden layer', false),
    on: field(address, 'what the head stands on: the features, or a hidden layer of another head', 'features'),
    views: field(
      number({ min: 1, max: 2, whole: true }),
      'how many views the head sees: it joins the features of two',
      1,
    ),
  }),
)

/** The codec of one model: a network and its training. */
export const modelCodec = ({ network, optimizer }: Pick<Vocabulary, 'network' | 'optimizer'>) =>
  record({
    network: field(network, 'the architecture'),
    heads: field(
      map(head),
      'outputs besides `label`, the linear classifier of every model; list `label` to give it hidden layers or another base',
      {},
    ),
    optimizer: field(optimizer, 'the update rule, or a list of its parts', 'sgd'),
    frozen: field(
      list(text('the beginning of a name')),
      'beginnings of names: these parameters and statistics stay as they are, and their norms use the moving statistics',
      [],
    ),
  })

export type ModelSpec = t.TypeOf<ReturnType<typeof modelCodec>>
export type HeadSpec = ModelSpec['heads'][string]
