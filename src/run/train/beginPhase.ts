import { handOver } from '../../kind/step/handOver.ts'
import type { ModelParts } from '../../kind/step/step.ts'
import { type ModelState, variablesOf, type World, withModel, withState } from '../../kind/step/world.ts'
import { type CopyPlan, copyPlan, copyText } from '../../pipeline/plan/copyPlan.ts'
import { flowOf } from '../../pipeline/plan/phaseRuns.ts'
import type { PhaseRun, Plan } from '../../pipeline/plan/plan.ts'
import type { Action } from '../../pipeline/spec/spec.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { mapTensors, type Tensors } from '../../tensor/tensors.ts'
import { freshModel, initialModel, keepersOf, modelKey, startState } from './initialWorld.ts'

/** What the start of a phase needs. */
export interface Beginning {
  readonly plan: Plan
  readonly models: Readonly<Record<string, ModelParts>>
  readonly key: Key
  /** Receives a sentence about each copy. */
  readonly note: (text: string) => void
}

/** Clones: what is copied comes from the other model, the rest from its own. */
const merged = (names: CopyPlan['parameters'], from: Tensors, to: Tensors): Tensors =>
  mapTensors(to, (own, name) => (names.includes(name) ? from[name]! : own).clone())

const copyModel = (
  { models, note }: Beginning,
  world: World,
  { from, to, weights }: Extract<Action, { name: 'copy' }>['params'],
): World => {
  const plan = copyPlan(models[from]!.network, models[to]!.network, from)
  const source = variablesOf(world.models[from]!, weights)
  const own: ModelState = world.models[to]!
  note(copyText(to, `${from} (${weights})`, plan))
  const variables = {
    parameters: merged(plan.parameters, source.parameters, own.parameters),
    statistics: merged(plan.statistics, source.statistics, own.statistics),
  }
  return withModel(world, to, freshModel(models[to]!, variables))
}

/** The world after one action. A condition changes nothing. */
const after = (action: Action, beginning: Beginning, world: World): World => {
  const { plan, models, key } = beginning
  switch (action.name) {
    case 'copy':
      return copyModel(beginning, world, action.params)
    case 'reset': {
      const { model, state } = action.params
      if (model !== null) return withModel(world, model, initialModel(models[model]!, modelKey(key, model)))
      return withState(world, state!, startState(keepersOf(plan)[state!]![0]!, models))
    }
    case 'aboveChance':
      return world
  }
}

/** A state without a name belongs to one run of one phase: it starts with it. Those of other phases are gone. */
const withOwnStates = ({ plan, models }: Beginning, { phase }: PhaseRun, world: World): World => {
  const named = Object.keys(keepersOf(plan))
  const kept = Object.entries(world.states).filter(([name]) => named.includes(name))
  const own = flowOf(plan, phase).steps.filter(({ use }) => use.state?.name === null)
  return {
    ...world,
    states: Object.fromEntries([...kept, ...own.map((node) => [node.id, startState(node, models)] as const)]),
  }
}

/**
 * The world at the start of a phase: its actions change models and named states, in order, and states without a
 * name start again. The old world stays as it is.
 *
 * Law: afterwards there are the tensors from before and those of the new world that the old one does not share.
 */
export const beginPhase = (run: PhaseRun, beginning: Beginning, world: World): World =>
  run.phase.begin.reduce<World>(
    (current, action, index) => {
      const next = after(action, { ...beginning, key: fold(beginning.key, 'begin', run.name, index) }, current)
      handOver(current, next, world)
      return next
    },
    withOwnStates(beginning, run, world),
  )
