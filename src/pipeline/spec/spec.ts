import type * as t from 'io-ts'
import { either, field, flag, list, map, number, optional, record, text } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { evaluateCodec, limitsCodec } from './evaluate.ts'
import { modelCodec } from './model.ts'
import { phaseCodec, repeatedCodec } from './phase.ts'

export type { HeadSpec, ModelSpec } from './model.ts'
export type { Action, Phase } from './phase.ts'

/**
 * The codec of pipeline files. It refuses unknown keys at every level. Only it fills in defaults.
 *
 * @param vocabulary the codecs of everything that a file may name
 */
export const specCodec = (vocabulary: Vocabulary) =>
  record({
    name: field(text('a name', /^[A-Za-z0-9][A-Za-z0-9-]*$/), 'the name of the method'),
    paper: field(text(), 'where the method comes from', ''),
    parent: field(text(), 'the pipeline that this one changes', ''),
    difference: field(text(), 'what it changes; the operators that it adds or drops, in backquotes', ''),
    operators: field(
      list(text()),
      'modules with units of your own (operators, losses, transforms, networks, optimizers, schedules), relative to this file',
      [],
    ),
    params: field(
      map(either('a number, a text or true/false', either('', number(), text()), flag)),
      'values for `$name` in this file; `--set name=value` changes one',
      {},
    ),
    policies: field(
      map(vocabulary.policy),
      'ways to make a view, by name; a name may stand wherever a transform may',
      {},
    ),
    models: field(map(modelCodec(vocabulary)), 'networks and their training'),
    flows: field(map(list(vocabulary.operator, 1)), 'named chains of operators'),
    phases: field(list(phaseCodec, 1), 'what to run, in order'),
    repeated: field(optional(repeatedCodec), 'phases to run several times, each time as a generation', null),
    evaluate: field(evaluateCodec(vocabulary), 'how to measure the result'),
    limits: field(limitsCodec, 'bounds on memory and on failures', {}),
  })

export type SpecCodec = ReturnType<typeof specCodec>
export type Spec = t.TypeOf<SpecCodec>
