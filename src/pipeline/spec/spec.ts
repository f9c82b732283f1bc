import type * as t from 'io-ts'
import {
  type Case,
  type Codec,
  choice,
  count,
  either,
  field,
  flag,
  flowName,
  list,
  map,
  modelName,
  number,
  optional,
  probability,
  record,
  tagged,
  text,
} from '../../codec/index.ts'
import { decodeParams } from '../../image/decodeParams.ts'
import { network } from '../../kind/network/networks.ts'
import { optimizer } from '../../kind/optimizer/optimizers.ts'
import { viewSet } from '../../kind/transform/viewSet.ts'

const model = record({
  network: field(network, 'the architecture'),
  heads: field(
    map(either('a size or pixels', count, choice('pixels'))),
    'outputs beside `label` (the classifier): name and size; `pixels` is one for each value of an image',
    {},
  ),
  optimizer: field(optimizer, 'the update rule', 'sgd'),
  frozen: field(
    list(text('the beginning of a name')),
    'parameters and statistics whose names begin like one of these stay as they are, and norms among them go by the moving statistics',
    [],
  ),
})

const weights = choice('raw', 'average')

const begin = tagged('an action at the start of a phase', {
  aboveChance: {
    summary: 'stops the run where a model is no better than chance on the validation images',
    params: record({
      model: field(modelName, 'the model that is tried'),
      weights: field(weights, 'which weights are tried', 'raw'),
    }),
  },
  copy: {
    summary:
      'starts a model from the weights of another, or its own ones, with an optimizer and an average that start anew',
    params: record({
      from: field(modelName, 'the model that is copied'),
      to: field(modelName, 'the model that is overwritten'),
      weights: field(weights, 'which weights are copied', 'raw'),
    }),
  },
  reset: {
    summary: 'starts a model anew from its initializer',
    params: record({ model: field(modelName, 'the model that is overwritten') }),
  },
})

const until = tagged('an end', {
  steps: { summary: 'after this many steps', params: count },
  end: { summary: 'when the flow ends by itself', params: record({}) },
})

const phase = record({
  name: field(text('a name', /^[A-Za-z][A-Za-z0-9-]*$/), 'how logs call the phase'),
  flow: field(flowName, 'the flow that is run'),
  begin: field(list(begin), 'what happens to the models first, in order', []),
  until: field(until, 'when the phase ends'),
})

const repeated = record({
  phases: field(list(text('the name of a phase'), 1), 'phases that follow each other in the file'),
  times: field(count, 'how often they are run, one after the other'),
})

const evaluate = record({
  model: field(modelName, 'the model whose accuracy is reported'),
  decode: field(decodeParams, 'how images are decoded; the plain picture is not augmented'),
  every: field(count, 'steps between two evaluations'),
  views: field(
    map(viewSet),
    'views by a name of yours: accuracy is reported of the mean of the logits over them too, beside that of the plain picture',
    {},
  ),
  batch: field(count, 'images per pass', 256),
  lastCount: field(count, 'how many of the last evaluations the median is taken over', 5),
})

const limits = record({
  failures: field(probability, 'share of the images of a folder that may be unusable before the run stops', 0.01),
  inFlight: field(optional(count), 'decoded images of one flow alive at once; by default those of two batches', null),
  concurrency: field(count, 'images of one flow decoded at once', 4),
  keptBytes: field(
    number({ min: 0, whole: true }),
    'bytes of decoded pixels kept on disk for each folder; 0 keeps none',
    4 * 2 ** 30,
  ),
  logEvery: field(count, 'steps between two lines of metrics', 10),
})

/**
 * The codec of pipeline files, for the given operators: closed at every level, defaults filled in once, here.
 *
 * @param operators name, summary and parameters of every operator that a flow may use
 */
export const specCodec = (operators: Readonly<Record<string, Case>>) =>
  record({
    name: field(text('a name', /^[A-Za-z0-9][A-Za-z0-9-]*$/), 'the name of the method'),
    paper: field(text(), 'where the method comes from', ''),
    parent: field(text(), 'the pipeline that this one is a change of', ''),
    difference: field(text(), 'what it changes; the operators that it adds or drops stand in backquotes', ''),
    operators: field(list(text()), 'modules with operators of your own, relative to this file', []),
    params: field(
      map(either('a number, a text or true/false', either('', number(), text()), flag)),
      'values that `$name` stands for below, and that `--set name=value` changes',
      {},
    ),
    models: field(map(model), 'networks and how they are trained'),
    flows: field(
      map(
        list(
          tagged('an operator', () => operators),
          1,
        ),
      ),
      'named chains of operators',
    ),
    phases: field(list(phase, 1), 'what is run, in order'),
    repeated: field(optional(repeated), 'phases that are run several times, each time as a generation', null),
    evaluate: field(evaluate, 'how the result is measured'),
    limits: field(limits, 'bounds on memory and on failures', {}),
  })

export type SpecCodec = ReturnType<typeof specCodec>
export type Spec = t.TypeOf<SpecCodec>
export type Phase = Spec['phases'][number]
export type ModelSpec = Spec['models'][string]
export type { Codec }
