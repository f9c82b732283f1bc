import { asSection, section } from '../../tensor/section.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { Variables } from '../network/network.ts'

/** The part of one model that training changes. */
export interface ModelState extends Variables {
  /** The tensors that the optimizer keeps between updates. */
  readonly slots: Tensors
  /** Slow copies of parameters and statistics, by the name of the average. */
  readonly averages: Readonly<Record<string, Variables>>
  /** Updates so far. */
  readonly updates: number
}

/** All state: models by name, and the queues, thresholds and baselines of steps by the name of the state. */
export interface World {
  readonly models: Readonly<Record<string, ModelState>>
  readonly states: Readonly<Record<string, Tensors>>
}

/** The weights of a model to use: `raw` for the weights in training, or the name of a moving average. */
export type Weights = string

export const variablesOf = ({ parameters, statistics, averages }: ModelState, weights: Weights): Variables =>
  weights === 'raw' ? { parameters, statistics } : averages[weights]!

/** Replaces parts of one model in a world. */
export const withModel = (world: World, name: string, change: Partial<ModelState>): World => ({
  ...world,
  models: { ...world.models, [name]: { ...world.models[name]!, ...change } },
})

/** Replaces one state in a world. */
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

/**
 * The tensors of a world, each under its own path, as in `models/student/parameters/stem/kernel`.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const world = { models: {}, states: { queue: { rows: tf.zeros([1]) } } }
 * Object.keys(flattenWorld(world)) // => ['states/queue/rows']
 */
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

/** The inverse of `flattenWorld`. It needs the updates of each model, because no tensor holds them. */
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
