import type { ModelParts } from '../../kind/definition.ts'
import type { ModelState, World } from '../../kind/step/world.ts'
import type { Plan, PlanNode } from '../../pipeline/plan/plan.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { copyTensors } from '../../tensor/tensors.ts'

/** A model before its first update; the caller owns the tensors. */
export const initialModel = ({ network, optimizer }: ModelParts, averaged: boolean, key: Key): ModelState => {
  const { parameters, statistics } = network.init(key)
  return {
    parameters,
    statistics,
    slots: optimizer.init(parameters),
    average: averaged
      ? { parameters: copyTensors(parameters), statistics: copyTensors(statistics) }
      : { parameters: {}, statistics: {} },
    updates: 0,
  }
}

/** The key from which a model's first weights are drawn. */
export const modelKey = (run: Key, name: string): Key => fold(run, 'model', name)

/** The world before the first step: every model from its own key, every step's state at its start. */
export const initialWorld = (plan: Plan, models: Readonly<Record<string, ModelParts>>, key: Key): World => {
  const nodes: readonly PlanNode[] = Object.values(plan.flows).flatMap(({ steps }) => steps)
  const states = nodes.flatMap(({ definition, params, id, given }) => {
    if (definition.kind !== 'step' || definition.start === undefined) return []
    return [[id, definition.start(params as never, { id, given, models })] as const]
  })
  return {
    models: Object.fromEntries(
      Object.entries(models).map(([name, parts]) => [
        name,
        initialModel(parts, plan.facts.averaged.has(name), modelKey(key, name)),
      ]),
    ),
    states: Object.fromEntries(states),
  }
}
