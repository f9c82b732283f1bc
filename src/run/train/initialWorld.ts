import * as E from 'fp-ts/lib/Either.js'
import type { ModelParts, StepParts } from '../../kind/step/step.ts'
import type { ModelState, World } from '../../kind/step/world.ts'
import type { Plan, StepNode } from '../../pipeline/plan/plan.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { disposeTensors } from '../../tensor/ownership.ts'
import { copyTensors, filterTensors, type Tensors } from '../../tensor/tensors.ts'
import { stateOf } from '../stream/advance.ts'

type Models = Readonly<Record<string, ModelParts>>

/** A model with the given variables, before its first update. The caller owns the tensors. */
export const freshModel = (
  { optimizer, isFrozen, averages }: ModelParts,
  { parameters, statistics }: Pick<ModelState, 'parameters' | 'statistics'>,
): ModelState => ({
  parameters,
  statistics,
  slots: optimizer.init(filterTensors(parameters, (name) => !isFrozen(name))),
  averages: Object.fromEntries(
    averages.map((name) => [name, { parameters: copyTensors(parameters), statistics: copyTensors(statistics) }]),
  ),
  updates: 0,
})

/** A model before its first update, drawn from a key. */
export const initialModel = (parts: ModelParts, key: Key): ModelState => freshModel(parts, parts.network.init(key))

/** The key of a model's first weights. */
export const modelKey = (run: Key, name: string): Key => fold(run, 'model', name)

const partsOf = (node: StepNode, models: Models): StepParts => ({
  id: node.id,
  state: stateOf(node),
  given: node.given,
  models,
})

/** The first value of a state, from a step that keeps it. */
export const startState = (node: StepNode, models: Models): Tensors => node.use.state!.start(partsOf(node, models))

const shapesOf = (tensors: Tensors): string =>
  Object.entries(tensors)
    .map(([name, { shape }]) => `${name} [${shape.join(', ')}]`)
    .sort()
    .join(', ')

/** The steps that keep each named state. */
export const keepersOf = ({ flows }: Pick<Plan, 'flows'>): Readonly<Record<string, readonly StepNode[]>> => {
  const keepers: Record<string, readonly StepNode[]> = {}
  for (const node of Object.values(flows).flatMap(({ steps }) => steps)) {
    const name = node.use.state?.name
    if (name !== null && name !== undefined) keepers[name] = [...(keepers[name] ?? []), node]
  }
  return keepers
}

/** The first value of a state that steps share. Fails if they disagree about its tensors. */
const sharedState = (name: string, keepers: readonly StepNode[], models: Models): E.Either<RunError, Tensors> => {
  const [first, ...others] = keepers.map((node) => ({ id: node.id, tensors: startState(node, models) }))
  const odd = others.find(({ tensors }) => shapesOf(tensors) !== shapesOf(first!.tensors))
  disposeTensors(others.map(({ tensors }) => Object.values(tensors)))
  if (odd === undefined) return E.right(first!.tensors)
  const reason = `The state ${name} holds ${shapesOf(first!.tensors)} for ${first!.id}, and ${shapesOf(odd.tensors)} for ${odd.id}`
  disposeTensors(first!.tensors)
  return E.left(runError(reason, 'Give both steps the same sizes, or each a state of its own'))
}

/**
 * The world before the first step: each model from its own key, each named state at its first value.
 *
 * - Fails if steps that share a state disagree about its tensors. No tensor is left behind.
 */
export const initialWorld = (plan: Plan, models: Models, key: Key): E.Either<RunError, World> => {
  const states: Record<string, Tensors> = {}
  for (const [name, keepers] of Object.entries(keepersOf(plan))) {
    const state = sharedState(name, keepers, models)
    if (E.isLeft(state)) {
      disposeTensors(states)
      return state
    }
    states[name] = state.right
  }
  const first = Object.entries(models).map(([name, parts]) => [name, initialModel(parts, modelKey(key, name))] as const)
  return E.right({ models: Object.fromEntries(first), states })
}
