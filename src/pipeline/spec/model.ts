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
      'outputs: a number, or `pixels`, one for each value of an image; `label` has one for each class',
      null,
    ),
    hidden: field(list(count), 'widths of the hidden layers, each with relu; none for a linear head', []),
    norm: field(flag, 'whether batch norm follows each hidden layer', false),
    on: field(address, 'what it stands on: the features, or a hidden layer of another head', 'features'),
    views: field(number({ min: 1, max: 2, whole: true }), 'views that it looks at: the features of two are joined', 1),
  }),
)

/** The codec of one model: a network and how it is trained. */
export const modelCodec = ({ network, optimizer }: Pick<Vocabulary, 'network' | 'optimizer'>) =>
  record({
    network: field(network, 'the architecture'),
    heads: field(
      map(head),
      'outputs beside `label`, the linear classifier that every model has; `label` may stand here to say what it stands on',
      {},
    ),
    optimizer: field(optimizer, 'the update rule, or a list of its parts', 'sgd'),
    frozen: field(
      list(text('the beginning of a name')),
      'parameters and statistics whose names begin like one of these stay as they are, and norms among them use the moving statistics',
      [],
    ),
  })

export type ModelSpec = t.TypeOf<ReturnType<typeof modelCodec>>
export type HeadSpec = ModelSpec['heads'][string]
