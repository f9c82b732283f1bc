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
    summary: 'stops the run if a model is no better than chance on the validation images',
    params: record({
      model: field(modelName, 'the model to try'),
      weights: field(weightsName, 'which of its weights to try', 'raw'),
    }),
  },
  copy: {
    summary:
      'starts a model from the weights of another model, or its own: those with the same name and shape; optimizer and averages start again',
    params: record({
      from: field(modelName, 'the model to copy'),
      to: field(modelName, 'the model to overwrite'),
      weights: field(weightsName, 'which weights to copy', 'raw'),
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

/** The codec of one phase: a flow, and when it ends. */
export const phaseCodec = record({
  name: field(text('a name', /^[A-Za-z][A-Za-z0-9-]*$/), 'the name of the phase in logs'),
  flow: field(flowName, 'the flow to run'),
  with: field(
    map(bound),
    'other models, flows, ledgers, states and parameters for the flow in this phase: `{ teacher: student }`',
    {},
  ),
  begin: field(list(begin), 'what to do with models and states before the first step, in order', []),
  until: field(until, 'when the phase ends'),
})

/** The codec of repeated phases. */
export const repeatedCodec = record({
  phases: field(list(text('the name of a phase'), 1), 'phases that follow each other in the file'),
  times: field(count, 'how often to run them, one after the other'),
})

export type Phase = t.TypeOf<typeof phaseCodec>
export type Action = Phase['begin'][number]
