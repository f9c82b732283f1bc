import { asSection, section } from '../../tensor/section.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { Variables } from '../network/network.ts'

/** All that training changes in one model. */
export interface ModelState extends Variables {
  /** What the optimizer keeps between updates. */
  readonly slots: Tensors
  /** Slow copies of parameters and statistics, by the name of the average. */
  readonly averages: Readonly<Record<string, Variables>>
  /** Updates made so far. */
  readonly updates: number
}

/** Every state that steps keep: models by name; queues, thresholds and baselines by the name of the state. */
export interface World {
  readonly models: Readonly<Record<string, ModelState>>
  readonly states: Readonly<Record<string, Tensors>>
}

/** Which weights of a model are used: `raw`, those being trained, or a moving average by its name. */
export type Weights = string

export const variablesOf = ({ parameters, statistics, averages }: ModelState, weights: Weights): Variables =>
  weights === 'raw' ? { parameters, statistics } : averages[weights]!

/** A world in which one model has changed. */
export const withModel = (world: World, name: string, change: Partial<ModelState>): World => ({
  ...world,
  models: { ...world.models, [name]: { ...world.models[name]!, ...change } },
})

/** A world in which one state has changed. */
export const withState = (world: World, name: string, state: Tensors): World => ({
  ...world,
  states: { ...world.states, [name]: state },
})

const flattenVariables = ({ parameters, statistics }: Variables): Tensors => ({
  ...asSection('parameters')(parameters),
  ...asSection('statistics')(statistics),
})

/** The variables below a path: the inverse of `flattenVariables`. */
const variablesIn = (flat: Tensors, path: string): Variables => ({
  parameters: section(`${path}/parameters`)(flat),
  statistics: section(`${path}/statistics`)(flat),
})

/** The first part of every path below `path`. */
const namesBelow = (flat: Tensors, path: string): readonly string[] => [
  ...new Set(Object.keys(section(path)(flat)).map((name) => name.split('/')[0]!)),
]

/** Every tensor of a world under a path of its own: `models/student/parameters/stem/kernel`. */
export const flattenWorld = (world: World): Tensors => {
  const models = Object.entries(world.models).map(([name, model]) =>
    asSection(`models/${name}`)({
      ...flattenVariables(model),
      ...asSection('slots')(model.slots),
      ...Object.assign(
        {},
        ...Object.entries(model.averages).map(([average, variables]) =>
          asSection(`averages/${average}`)(flattenVariables(variables)),
        ),
      ),
    }),
  )
  const states = Object.entries(world.states).map(([name, state]) => asSection(`states/${name}`)(state))
  return Object.assign({}, ...models, ...states)
}

/** The inverse of `flattenWorld`; the number of updates of each model is not among its tensors. */
export const unflattenWorld = (flat: Tensors, updates: Readonly<Record<string, number>>): World => ({
  models: Object.fromEntries(
    Object.entries(updates).map(([name, count]) => {
      const path = `models/${name}`
      const averages = namesBelow(flat, `${path}/averages`).map((average) => [
        average,
        variablesIn(flat, `${path}/averages/${average}`),
      ])
      const slots = section(`${path}/slots`)(flat)
      return [name, { ...variablesIn(flat, path), slots, averages: Object.fromEntries(averages), updates: count }]
    }),
  ),
  states: Object.fromEntries(namesBelow(flat, 'states').map((name) => [name, section(`states/${name}`)(flat)])),
})
