import type { ModelParts } from '../operator/definition.ts'
import { type ModelState, variablesOf, type World, withModel } from '../operator/world.ts'
import { initialModel, modelKey } from '../pipeline/initialWorld.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Phase } from '../pipeline/spec.ts'
import { fold, type Key } from '../prelude/key.ts'
import { copyTensors } from '../tensor/tensors.ts'

type Action = Phase['begin'][number]

const reset = (
  plan: Plan,
  models: Readonly<Record<string, ModelParts>>,
  world: World,
  model: string,
  key: Key,
): World => withModel(world, model, initialModel(models[model]!, plan.facts.averaged.has(model), key))

const copyModel = (
  plan: Plan,
  models: Readonly<Record<string, ModelParts>>,
  world: World,
  { from, to, weights }: Extract<Action, { name: 'copy' }>['params'],
): World => {
  const { parameters, statistics } = variablesOf(world.models[from]!, weights)
  const change: Partial<ModelState> = {
    parameters: copyTensors(parameters),
    statistics: copyTensors(statistics),
    slots: models[to]!.optimizer.init(parameters),
    average: plan.facts.averaged.has(to)
      ? { parameters: copyTensors(parameters), statistics: copyTensors(statistics) }
      : { parameters: {}, statistics: {} },
    updates: 0,
  }
  return withModel(world, to, change)
}

/** The world at the start of a phase: models are copied and reset as the phase says, in order; the old world is left as it is. */
export const beginPhase = (
  phase: Phase,
  plan: Plan,
  models: Readonly<Record<string, ModelParts>>,
  world: World,
  key: Key,
): World =>
  phase.begin.reduce((current, action, index) => {
    if (action.name === 'copy') return copyModel(plan, models, current, action.params)
    const { model } = action.params
    return reset(plan, models, current, model, fold(modelKey(key, model), phase.name, index))
  }, world)
