import type { ModelParts } from '../../kind/definition.ts'
import { type ModelState, variablesOf, type World, withModel } from '../../kind/step/world.ts'
import type { PhaseRun } from '../../pipeline/plan/phaseRuns.ts'
import type { Plan } from '../../pipeline/plan/plan.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { copyTensors } from '../../tensor/tensors.ts'
import { initialModel, modelKey } from './initialWorld.ts'

type Action = PhaseRun['phase']['begin'][number]

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

/** The world after one action. */
const acted = (
  action: Action,
  plan: Plan,
  models: Readonly<Record<string, ModelParts>>,
  world: World,
  key: Key,
): World => {
  switch (action.name) {
    case 'copy':
      return copyModel(plan, models, world, action.params)
    case 'reset':
      return reset(plan, models, world, action.params.model, modelKey(key, action.params.model))
    // A condition, which changes nothing.
    case 'aboveChance':
      return world
  }
}

/** The world at the start of a phase: models are copied and reset as the phase says, in order; the old world is left as it is. */
export const beginPhase = (
  { phase, name }: PhaseRun,
  plan: Plan,
  models: Readonly<Record<string, ModelParts>>,
  world: World,
  key: Key,
): World =>
  phase.begin.reduce<World>(
    (current, action, index) => acted(action, plan, models, current, fold(key, 'begin', name, index)),
    world,
  )
