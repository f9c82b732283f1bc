import * as E from 'fp-ts/lib/Either.js'
import { decode, field, list, map, number, record, text } from '../../codec/index.ts'
import { render } from '../../prelude/render.ts'
import { evaluationRow } from './evaluationRow.ts'

const whole = number({ min: 0, whole: true })

const make = record({
  pipeline: field(text(), 'hash of the resolved pipeline'),
  splits: field(text(), 'hash of the drawn labels, the folders and the ledgers that the run was given'),
  seed: field(number({ whole: true }), 'the seed of the run'),
  backend: field(text(), 'the backend, with everything that its results depend on'),
})

const origin = record({
  position: field(whole, 'the position of a sample'),
  part: field(number({ min: -1, whole: true }), 'which of the samples that a stage makes of it; -1 before the first'),
})

const progress = record({
  step: field(whole, 'steps made in the phase'),
  origins: field(map(origin), 'the last used sample, by feed'),
})

/** The content of `state.json` in a checkpoint: what a run needs beside its tensors to go on exactly. */
const checkpointState = record({
  make: field(make, 'what the run is made of; a checkpoint of another make is refused'),
  phase: field(whole, 'the place of the phase among those that are run'),
  progress: field(progress, 'where the phase stands'),
  steps: field(whole, 'steps over all phases'),
  updates: field(map(whole), 'updates made, by model'),
  evaluations: field(list(evaluationRow), 'what the evaluations found so far'),
  lengths: field(map(whole), 'bytes of the append-only files'),
})

/** What a run is made of. A checkpoint of another make is refused. */
export type Make = (typeof make)['_A']

/** Everything that a run needs beside its tensors to go on exactly. */
export type CheckpointState = (typeof checkpointState)['_A']

/** The text of `state.json`. */
export const writtenState = (state: CheckpointState): string =>
  `${JSON.stringify(checkpointState.encode(state), null, 2)}\n`

const parsed = (text: string): E.Either<string, unknown> => {
  try {
    return E.right(JSON.parse(text))
  } catch (cause) {
    return E.left(String(cause))
  }
}

/** The state in the text of a file, or everything that is wrong with it. */
export const readState = (text: string): E.Either<string, CheckpointState> => {
  const data = parsed(text)
  if (E.isLeft(data)) return data
  const state = decode(checkpointState)(data.right)
  return E.isLeft(state) ? E.left(state.left.map(render).join('; ')) : state
}
