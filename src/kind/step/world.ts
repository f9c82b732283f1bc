import { asSection, section } from '../../tensor/section.ts'
import type { Tensors } from '../../tensor/tensors.ts'

export type { Tensors }

/**
 * All that training changes in one model. `average` holds slow copies of parameters and statistics (empty where no step keeps them),
 * `slots` what the optimizer remembers.
 */
export interface ModelState {
  readonly parameters: Tensors
  readonly statistics: Tensors
  readonly slots: Tensors
  readonly average: { readonly parameters: Tensors; readonly statistics: Tensors }
  /** Updates made so far. */
  readonly updates: number
}

/** Every state that steps keep: models by name, and the queues, thresholds and baselines of single steps by the step's id. */
export interface World {
  readonly models: Readonly<Record<string, ModelState>>
  readonly states: Readonly<Record<string, Tensors>>
}

/** Which weights of a model are used: those being trained, or their moving average. */
export type Weights = 'raw' | 'average'

export const variablesOf = (state: ModelState, weights: Weights): { parameters: Tensors; statistics: Tensors } =>
  weights === 'raw' ? { parameters: state.parameters, statistics: state.statistics } : state.average

/** A world in which one model has changed. */
export const withModel = (world: World, name: string, change: Partial<ModelState>): World => ({
  ...world,
  models: { ...world.models, [name]: { ...world.models[name]!, ...change } },
})

/** Every tensor of a world under a path of its own: `models/student/parameters/stem/kernel`. */
export const flattenWorld = (world: World): Tensors => {
  const models = Object.entries(world.models).map(([name, { parameters, statistics, slots, average }]) =>
    asSection(`models/${name}`)({
      ...asSection('parameters')(parameters),
      ...asSection('statistics')(statistics),
      ...asSection('slots')(slots),
      ...asSection('average/parameters')(average.parameters),
      ...asSection('average/statistics')(average.statistics),
    }),
  )
  const states = Object.entries(world.states).map(([id, state]) => asSection(`states/${id}`)(state))
  return Object.assign({}, ...models, ...states)
}

/** The inverse of `flattenWorld`; the number of updates of each model is not among its tensors. */
export const unflattenWorld = (flat: Tensors, updates: Readonly<Record<string, number>>): World => ({
  models: Object.fromEntries(
    Object.keys(updates).map((name) => [
      name,
      {
        parameters: section(`models/${name}/parameters`)(flat),
        statistics: section(`models/${name}/statistics`)(flat),
        slots: section(`models/${name}/slots`)(flat),
        average: {
          parameters: section(`models/${name}/average/parameters`)(flat),
          statistics: section(`models/${name}/average/statistics`)(flat),
        },
        updates: updates[name]!,
      },
    ]),
  ),
  states: Object.fromEntries(
    [
      ...new Set(
        Object.keys(flat)
          .filter((name) => name.startsWith('states/'))
          .map((name) => name.split('/')[1]!),
      ),
    ].map((id) => [id, section(`states/${id}`)(flat)]),
  ),
})
