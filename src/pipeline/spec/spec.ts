import type * as t from 'io-ts'
import { either, field, flag, list, map, number, optional, record, text } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { evaluateCodec, limitsCodec } from './evaluate.ts'
import { modelCodec } from './model.ts'
import { phaseCodec, repeatedCodec } from './phase.ts'

export type { HeadSpec, ModelSpec } from './model.ts'
export type { Action, Phase } from './phase.ts'

/**
 * The codec of pipeline files, for a vocabulary: closed at every level, defaults filled in once, here.
 *
 * @param vocabulary the codecs of everything that a file may name
 */
export const specCodec = (vocabulary: Vocabulary) =>
  record({
    name: field(text('a name', /^[A-Za-z0-9][A-Za-z0-9-]*$/), 'the name of the method'),
    paper: field(text(), 'where the method comes from', ''),
    parent: field(text(), 'the pipeline that this one is a change of', ''),
    difference: field(text(), 'what it changes; the operators that it adds or drops stand in backquotes', ''),
    operators: field(
      list(text()),
      'modules with units of your own (operators, losses, transforms, networks, optimizers, schedules), relative to this file',
      [],
    ),
    params: field(
      map(either('a number, a text or true/false', either('', number(), text()), flag)),
      'values that `$name` stands for below, and that `--set name=value` changes',
      {},
    ),
    policies: field(map(vocabulary.policy), 'ways to make a view, by name: each may stand where a transform may', {}),
    models: field(map(modelCodec(vocabulary)), 'networks and how they are trained'),
    flows: field(map(list(vocabulary.operator, 1)), 'named chains of operators'),
    phases: field(list(phaseCodec, 1), 'what is run, in order'),
    repeated: field(optional(repeatedCodec), 'phases that are run several times, each time as a generation', null),
    evaluate: field(evaluateCodec(vocabulary), 'how the result is measured'),
    limits: field(limitsCodec, 'bounds on memory and on failures', {}),
  })

export type SpecCodec = ReturnType<typeof specCodec>
export type Spec = t.TypeOf<SpecCodec>
