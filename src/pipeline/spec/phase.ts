import type * as t from 'io-ts'
import {
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
  record,
  refine,
  stateName,
  tagged,
  text,
  weightsName,
} from '../../codec/index.ts'

const begin = tagged('an action at the start of a phase', {
  aboveChance: {
    summary: 'stops the run where a model is no better than chance on the validation images',
    params: record({
      model: field(modelName, 'the model that is tried'),
      weights: field(weightsName, 'which weights are tried', 'raw'),
    }),
  },
  copy: {
    summary:
      'starts a model from the weights of another, or from its own: what matches by name and shape; optimizer and averages start again',
    params: record({
      from: field(modelName, 'the model that is copied'),
      to: field(modelName, 'the model that is overwritten'),
      weights: field(weightsName, 'which weights are copied', 'raw'),
    }),
  },
  reset: {
    summary: 'starts a model from its initializer, or a state from its first value',
    params: refine(
      record({
        model: field(optional(modelName), 'the model that starts again', null),
        state: field(optional(stateName), 'the state that starts again', null),
      }),
      'a model or a state',
      ({ model, state }) => (model === null) !== (state === null),
    ),
  },
})

const until = tagged('an end', {
  steps: { summary: 'after this many steps', params: count },
  end: { summary: 'when the flow ends by itself', params: record({}) },
})

const bound = either('a name, a number or true/false', either('', number(), text()), flag)

/** The codec of one phase: a flow that runs until a stop rule. */
export const phaseCodec = record({
  name: field(text('a name', /^[A-Za-z][A-Za-z0-9-]*$/), 'how logs call the phase'),
  flow: field(flowName, 'the flow that is run'),
  with: field(
    map(bound),
    'what models, flows, ledgers, states and parameters of the flow stand for in this phase: `{ teacher: student }`',
    {},
  ),
  begin: field(list(begin), 'what happens to models and states first, in order', []),
  until: field(until, 'when the phase ends'),
})

/** The codec of phases that run several times. */
export const repeatedCodec = record({
  phases: field(list(text('the name of a phase'), 1), 'phases that follow each other in the file'),
  times: field(count, 'how often they are run, one after the other'),
})

export type Phase = t.TypeOf<typeof phaseCodec>
export type Action = Phase['begin'][number]
